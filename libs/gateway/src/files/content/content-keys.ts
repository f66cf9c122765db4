import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Transform } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { KeyRing, SecretBox, sealedColumn } from '@onegate/platform';
import { StoredFile } from '../file.entity.js';

const algorithm = 'aes-256-ctr';
const keyBytes = 32;
const blockBytes = 16;

/** The key of one file: only the storage name it was made for opens it. */
interface NewContent {
  readonly storageName: string;
  readonly sealedKey: string;
  readonly encryption: Transform;
}

/**
 * Names for the storage, and the keys of what is under them. Each content has a key of its own, so the counter can start
 * at zero; counter mode, because a range of a file is read without what is before it.
 */
@Injectable()
export class ContentKeys {
  constructor(
    private readonly ring: KeyRing,
    private readonly box: SecretBox,
  ) {}

  create(): NewContent {
    const random = randomBytes(16).toString('hex');
    const storageName = `${this.folderOf(this.ring.activeId)}${random.slice(0, 2)}/${random.slice(2)}`;
    const key = randomBytes(keyBytes);
    return {
      storageName,
      sealedKey: this.box.seal(contextOf(storageName), key.toString('base64url')),
      encryption: createCipheriv(algorithm, key, counterAt(0)),
    };
  }

  /** Decrypts bytes that begin at that place in the file. */
  decryption(
    { storageName, sealedKey }: Pick<NewContent, 'storageName' | 'sealedKey'>,
    start = 0,
  ): Transform {
    const key = Buffer.from(this.box.open(contextOf(storageName), sealedKey), 'base64url');
    const stream = createDecipheriv(algorithm, key, counterAt(Math.floor(start / blockBytes)));
    stream.update(Buffer.alloc(start % blockBytes));
    return stream;
  }

  /** The folders of this installation, so that it takes the files of no other for orphans of its own. */
  folders(): string[] {
    return this.ring.keyIds.map((id) => this.folderOf(id)).sort();
  }

  private folderOf(keyId: string): string {
    const key = this.ring.subkey('file-storage', keyId);
    return `${createHmac('sha256', key).update('folder').digest('hex').slice(0, 8)}/`;
  }
}

function contextOf(storageName: string): string {
  return `file/${storageName}`;
}

function counterAt(block: number): Buffer {
  const counter = Buffer.alloc(blockBytes);
  counter.writeBigUInt64BE(BigInt(block), blockBytes - 8);
  return counter;
}

export const sealedFileKey = sealedColumn(StoredFile, 'sealedKey', ({ storageName }) =>
  contextOf(storageName),
);
