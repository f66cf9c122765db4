import snapshot from './snapshot.json' with { type: 'json' };
import { snapshotSchema, type SnapshotModel } from './snapshot.schema.js';

/** The models that a new installation starts with. `scripts/catalog-snapshot` brings the file up to date. */
export function snapshotModels(): readonly SnapshotModel[] {
  return snapshotSchema.parse(snapshot).models;
}
