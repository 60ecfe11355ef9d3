/** About where the user is. */
export interface UserLocation {
  readonly city?: string;
  readonly region?: string;
  /** Two letters. */
  readonly country?: string;
  /** IANA name, such as Europe/Oslo. */
  readonly timezone?: string;
  readonly latitude?: number;
  readonly longitude?: number;
}
