/** The list of master secrets cannot make a key ring. A mistake of whoever configures the server. */
export class KeyRingInvalid extends Error {
  readonly code = 'key_ring.invalid';

  constructor(reason: string) {
    super(`Master secrets: ${reason}`);
    this.name = 'KeyRingInvalid';
  }
}

/** Something was made under a master secret that is no longer in the ring. */
export class KeyUnknown extends Error {
  readonly code = 'key_ring.key_unknown';

  constructor(readonly keyId: string) {
    super(`No master secret with the id ${JSON.stringify(keyId.slice(0, 32))}`);
    this.name = 'KeyUnknown';
  }
}

/** The text is not a sealed secret at all, or one of a version this program does not know. */
export class SealMalformed extends Error {
  readonly code = 'seal.malformed';

  constructor() {
    super('Not a sealed secret of a known version');
    this.name = 'SealMalformed';
  }
}

/** The sealed secret was changed, or belongs to another context, or was sealed under another secret of the same id. */
export class SealBroken extends Error {
  readonly code = 'seal.broken';

  constructor() {
    super('The sealed secret does not open: it was changed or belongs elsewhere');
    this.name = 'SealBroken';
  }
}
