/** One thing to do at a screen: what `computerUse` of @pegboard/builtin-tools hands to its executor. */
export interface ComputerAction {
  readonly action:
    | 'screenshot'
    | 'left_click'
    | 'right_click'
    | 'middle_click'
    | 'double_click'
    | 'triple_click'
    | 'left_click_drag'
    | 'left_mouse_down'
    | 'left_mouse_up'
    | 'mouse_move'
    | 'cursor_position'
    | 'scroll'
    | 'type'
    | 'key'
    | 'hold_key'
    | 'wait'
    | 'zoom';
  /** Pixels from the left and from the top. Without it the mouse acts where it is. */
  readonly coordinate?: readonly [number, number];
  /** `left_click_drag`: from where. Default: from where the mouse is. */
  readonly start_coordinate?: readonly [number, number];
  /** `type`: the text; `key`, `hold_key`: the keys, such as ctrl+s; with the mouse: keys held down. */
  readonly text?: string;
  readonly scroll_direction?: 'up' | 'down' | 'left' | 'right';
  /** Clicks of the wheel, at most 100. Default 5. */
  readonly scroll_amount?: number;
  /** `key`: how often, at most 100. Default 1. */
  readonly repeat?: number;
  /** `hold_key`, `wait`: seconds, at most 100. */
  readonly duration?: number;
  /** `zoom`: x1, y1, x2, y2. */
  readonly region?: readonly [number, number, number, number];
}

/** What came of it. */
export interface ComputerView {
  /** A PNG, in base64. */
  readonly screenshot?: string;
  readonly text?: string;
}
