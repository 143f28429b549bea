import { supervision, type Tx } from '@lianban/storage'
import { CompactRange } from './merkle.ts'
import type { ReadNode } from './proof.ts'
import type { Suite } from './suite.ts'

/*
 * Hashes of the log in tiles of 256, as C2SP tlog-tiles keeps them: level 0 holds leaf hashes, level n the roots of
 * 256^n leaves. They are a second copy of the leaf hashes, vouched for by every checkpoint, so that a verifier can say
 * which entry was changed; and a proof over a million entries reads three rows.
 */

export const TILE_HASHES = 256
const HEX_CHARS = 64

const hashAt = (tile: string, offset: number): string => tile.slice(offset * HEX_CHARS, (offset + 1) * HEX_CHARS)

/** Appends leaf hashes that begin at leaf `size`. Runs in the sealer's transaction. */
export async function appendToTiles(
  tx: Tx,
  suite: Suite,
  tenantId: string,
  size: number,
  leaves: readonly Buffer[],
): Promise<void> {
  await appendToLevel(tx, suite, tenantId, 0, size, leaves)
}

async function appendToLevel(
  tx: Tx,
  suite: Suite,
  tenantId: string,
  level: number,
  first: number,
  hashes: readonly Buffer[],
): Promise<void> {
  const roots: Buffer[] = []
  let done = 0
  while (done < hashes.length) {
    const position = first + done
    const tileIndex = Math.floor(position / TILE_HASHES)
    const filled = position % TILE_HASHES
    const some = hashes.slice(done, done + TILE_HASHES - filled)
    const before = filled === 0 ? '' : await supervision(tx).tile(tenantId, level, tileIndex)
    // The tree goes on from what is stored; a damaged tile is left as it is found, for the verifier to name.
    const tile =
      (before ?? '').slice(0, filled * HEX_CHARS).padEnd(filled * HEX_CHARS, '0') +
      some.map((hash) => hash.toString('hex')).join('')
    await supervision(tx).putTile({ tenant_id: tenantId, level, tile_index: tileIndex, hashes: tile })
    if (filled + some.length === TILE_HASHES) roots.push(rootOfTile(suite, tile, 0, TILE_HASHES))
    done += some.length
  }
  if (roots.length > 0) await appendToLevel(tx, suite, tenantId, level + 1, Math.floor(first / TILE_HASHES), roots)
}

function rootOfTile(suite: Suite, tile: string, begin: number, end: number): Buffer {
  const range = new CompactRange(suite)
  for (let i = begin; i < end; i++) range.append(Buffer.from(hashAt(tile, i), 'hex'))
  return range.root()
}

/** Reads perfect subtree roots from the tiles; each tile is read once. Lives as long as one proof. */
export function tileReader(db: Tx, suite: Suite, tenantId: string): ReadNode {
  const tiles = new Map<string, Promise<string | undefined>>()
  return async (level, index) => {
    const tileLevel = Math.floor(level / 8)
    const width = 2 ** (level % 8)
    const first = index * width
    const tileIndex = Math.floor(first / TILE_HASHES)
    const name = `${tileLevel}/${tileIndex}`
    if (!tiles.has(name)) tiles.set(name, supervision(db).tile(tenantId, tileLevel, tileIndex))
    const tile = await tiles.get(name)
    const begin = first % TILE_HASHES
    if (!tile || tile.length < (begin + width) * HEX_CHARS)
      throw new Error(`supervision tile ${name} of tenant ${tenantId} is missing or short`)
    return rootOfTile(suite, tile, begin, begin + width)
  }
}

/** The leaf hashes, hex, from leaf 0 up to `size`; stops early where a tile is missing or short. */
export async function* leafHashes(db: Tx, tenantId: string, size: number): AsyncGenerator<string> {
  for (let first = 0; first < size; first += TILE_HASHES) {
    const tile = (await supervision(db).tile(tenantId, 0, first / TILE_HASHES)) ?? ''
    const count = Math.min(TILE_HASHES, size - first, Math.floor(tile.length / HEX_CHARS))
    for (let i = 0; i < count; i++) yield hashAt(tile, i)
    if (count < Math.min(TILE_HASHES, size - first)) return
  }
}
