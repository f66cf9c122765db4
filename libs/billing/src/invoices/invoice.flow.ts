export const invoiceStatuses = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

/** A `draft` is of a change that takes place when it is paid, and gets its number then; what is due is `open`. */
export const invoiceFlow = {
  draft: ['paid', 'void'],
  open: ['paid', 'void', 'uncollectible'],
  paid: [],
  void: [],
  uncollectible: [],
} as const satisfies Record<InvoiceStatus, readonly InvoiceStatus[]>;

export interface InvoiceLine {
  readonly text: string;
  readonly quantity: number;
  /** Negative for what is credited. */
  readonly amountCents: number;
}

export interface BillTo {
  readonly name: string;
  readonly email: string | null;
}

/** What comes of its payment. */
export interface InvoiceEffect {
  /** Of the subscription that it was calculated for. */
  readonly revision: number;
  readonly versionId: number;
  readonly seats: number;
  readonly anchorAt: string;
  readonly periodNumber: number;
  /** Included credit, until the end of the period. */
  readonly creditCents: number;
  /** Unused value of what was had before, beyond what this costs: it becomes credit that stays. */
  readonly surplusCents: number;
  /** Included credit of the period that is given up, in nano-dollars. */
  readonly takeBackNano: string;
  /** What unused time was worth less because included credit had been used ahead of it. None in older drafts. */
  readonly aheadCents?: number;
}

/** What became of the money of an invoice when the rest of its period was given up. */
export interface GivenUpTime {
  readonly at: string;
  /** What was back with the payer before that. */
  readonly goneCents: number;
  /** How much of it became credit that stays, and under which reference. */
  readonly creditedCents: number;
  readonly credit: string;
  /** How much of it paid for the period that began instead. */
  readonly carriedCents: number;
  /** Included credit that was settled then: what was left of it, and what had been used ahead of time. */
  readonly settledCents: number;
  /** The invoice of the period that began instead. */
  readonly replacedBy: string | null;
}
