import { digits } from '../lib/digits.ts';
import type { Metric } from '../scenarios/scenario.ts';
import type { ScenarioFigures } from './run-scenarios.ts';
import type { Row } from './summarise.ts';

const width = 900;
const nameWidth = 240;
const valueWidth = 70;
const barHeight = 14;
const rowHeight = 18;
const titleHeight = 34;
const colours = { floor: '#9a9a9a', ours: '#1f7a4d', peers: '#c9ced6', text: '#222222', soft: '#666666' };

/** The first figure of each scenario as bars, beside the floor where it has one; lengths are logarithmic. */
export function chart(figures: Readonly<Record<string, ScenarioFigures>>): string {
  let top = 8;
  const parts: string[] = [];
  for (const { title, metrics, rows } of Object.values(figures)) {
    const metric = metrics.find(({ goal }) => goal !== undefined) ?? metrics[0];
    const bars = metric ? barsOf(metric, rows) : [];
    if (!metric || bars.length === 0) continue;
    parts.push(heading(`${title}: ${metric.label}`, unitOf(metric), top));
    parts.push(
      ...bars.map((bar, index) => drawBar(bar, longest(bars), top + titleHeight + index * rowHeight)),
    );
    top += titleHeight + bars.length * rowHeight + 14;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}" font-family="system-ui, sans-serif" font-size="12">
<rect width="${width}" height="${top}" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`;
}

interface Bar {
  readonly label: string;
  readonly colour: string;
  readonly value: number;
  readonly text: string;
}

function barsOf(metric: Metric, rows: readonly Row[]): Bar[] {
  return rows.flatMap(({ name, label, figures }) => {
    const figure = figures[metric.key];
    const value = metric.absolute ? figure?.value : figure?.ratio;
    if (value === undefined || !Number.isFinite(value) || value <= 0) return [];
    const text = metric.absolute ? digits(value) : `${value.toFixed(2)} x`;
    return [{ label: label.replaceAll(/[*`]/g, ''), colour: colourOf(name), value, text }];
  });
}

function colourOf(name: string): string {
  if (name.startsWith('floor')) return colours.floor;
  return name.startsWith('pegboard') ? colours.ours : colours.peers;
}

function unitOf({ better, absolute, unit }: Metric): string {
  const wish = better === 'more' ? 'longer is better' : 'shorter is better';
  const what = absolute ? unit : 'to the hand-written loop';
  return [what, wish, 'logarithmic'].filter(Boolean).join(', ');
}

/** The range of a scenario's bars. */
function longest(bars: readonly Bar[]): readonly [number, number] {
  const values = bars.map(({ value }) => value);
  return [Math.min(...values) / 2, Math.max(...values)];
}

function drawBar(
  { label, colour, value, text }: Bar,
  [least, most]: readonly [number, number],
  y: number,
): string {
  const room = width - nameWidth - valueWidth - 20;
  const length = Math.max(2, (room * Math.log(value / least)) / Math.log(most / least));
  const middle = y + barHeight - 3;
  return `<text x="${nameWidth - 8}" y="${middle}" text-anchor="end" fill="${colours.text}">${escapeXml(label)}</text>
<rect x="${nameWidth}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2" fill="${colour}"/>
<text x="${(nameWidth + length + 6).toFixed(1)}" y="${middle}" fill="${colours.soft}">${text}</text>`;
}

function heading(title: string, unit: string, top: number): string {
  return `<text x="12" y="${top + 18}" font-weight="600" fill="${colours.text}">${escapeXml(title)} <tspan font-weight="400" fill="${colours.soft}">(${escapeXml(unit)})</tspan></text>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
