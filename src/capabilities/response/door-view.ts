/** What became of one request, as the phone that asked may see it. */
export interface FollowedRequest {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly askedAt: string;
  readonly takenAt: string | null;
  readonly doneAt: string | null;
  readonly closedAt: string | null;
  readonly reply: string | null;
}

/** What the page behind a door's QR code shows. Nothing of who lives there. */
export interface DoorView {
  readonly community: { readonly name: string; readonly nameEn: string; readonly nameUg: string };
  readonly door: string;
  readonly running: readonly {
    readonly id: string;
    readonly title: string;
    readonly level: 'I' | 'II' | 'III' | 'IV';
    readonly exercise: boolean;
    /** Somebody goes from door to door: "we are safe" counts. */
    readonly asksDoors: boolean;
  }[];
  readonly requests: readonly FollowedRequest[];
}
