import type { ProvableEntry } from './entry.ts'
import type { Finding } from './findings.ts'

export type LogProblemCode =
  | 'ENTRY_ALTERED'
  | 'ENTRY_MISSING'
  | 'ENTRY_INSERTED'
  | 'ENTRY_REORDERED'
  | 'ENTRY_BACK_DATED'
  | 'ENTRY_POST_DATED'
  | 'ENTRY_UNPLACED'
  | 'PAYLOAD_REMOVED'
  | 'TAIL_CUT'
  | 'HASH_LIST_ALTERED'
  | 'LOG_REWRITTEN'
  | 'LOG_ROLLED_BACK'
  | 'CHECKPOINT_FORGED'
  | 'CHECKPOINT_MISSING'
  | 'FILE_MISSING'

/** `index` is the leaf index of the entry, from 0; null where no single entry is meant. `message` is for people. */
export interface LogProblem {
  index: number | null
  file: string
  code: LogProblemCode
  message: string
}

export type Verification =
  | {
      ok: true
      size: number
      root: string
      checkpoints: number
      publicKeyFingerprint: string
      suite: string | null
      /** What a whole log tells of times when it was not written, and of clocks that jumped. */
      findings: Finding[]
    }
  | ({ ok: false } & LogProblem)

/** Stands in the list of hashes where one is missing. */
export const HOLE = '-'

/** A log as it lies in files or in the database. Everything comes as a stream of pages, in the order it is stored. */
export interface LogSource {
  names: { entries: string; hashes: string; checkpoints: string }
  /** An entry that cannot be read comes as null. */
  entries(): AsyncIterable<readonly (ProvableEntry | null)[]>
  /** Leaf hashes, hex: the second copy. */
  hashes(): AsyncIterable<readonly string[]>
  /** Signed notes, smallest size first. */
  checkpoints(): AsyncIterable<string>
  /** Whether an erasure of this entry is recorded outside the stream (written, but not sealed yet). */
  erasureRecorded?(entryId: string): Promise<boolean>
}

export const problem = (code: LogProblemCode, file: string, index: number | null, message: string): Verification => ({
  ok: false,
  index,
  file,
  code,
  message,
})
