/** Of a subscription that has no past, and nothing to come. */
export const untouched = {
  nextVersionId: null,
  nextSeats: null,
  cancelAt: null,
  canceledAt: null,
  pastDueSince: null,
  endedAt: null,
  endReason: null,
  dueAt: null,
  note: null,
} as const;
