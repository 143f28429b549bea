import { hashOfEntry, type ProvableEntry } from './entry.ts'
import type { Suite } from './suite.ts'
import { problem, type LogSource, type Verification } from './verification.ts'

/** Where entries and hash list first part; `entry` is null where it cannot be read, undefined behind the last one. */
export interface Suspect {
  index: number
  entry: ProvableEntry | null | undefined
  /** The leaf hash in the (proved) hash list. */
  expected: string
}

/**
 * Says what was done to the entry where entries and hash list part, once the signed heads have proved the hash list.
 * Reads both streams once more: the streams are the memory.
 * @param earliest entries here cannot be older than this instant
 */
export async function diagnose(source: LogSource, suite: Suite, suspect: Suspect, earliest: number): Promise<Verification> {
  const { index, entry, expected } = suspect
  const name = `第 ${index} 条记录(序号从 0 起)`
  const at = (code: Parameters<typeof problem>[0], message: string): Verification => problem(code, source.names.entries, index, message)
  if (entry === undefined) return at('TAIL_CUT', `日志尾部被截断:${name}及其后的记录缺失,而已签名的检查点证明其存在。`)
  if (entry === null) return at('ENTRY_ALTERED', `${name}已被改动,无法读取。`)

  const actual = hashOfEntry(suite, entry)
  if (actual === expected) return at('ENTRY_ALTERED', `${name}的内容或序号与其哈希值不符,已被改动。`)
  const ownPlace = await positionOf(source.hashes(), (hash) => hash === actual)
  const expectedIsElsewhere =
    (await positionOf(source.entries(), (other) => other !== null && hashOfEntry(suite, other) === expected)) !== null

  if (ownPlace === null && entry.at < earliest) return at('ENTRY_BACK_DATED', `${name}的时间早于其前一检查点,系倒签或改动。`)
  if (ownPlace === null) {
    return expectedIsElsewhere
      ? at('ENTRY_INSERTED', `${name}系事后插入,不在已签名的日志中。`)
      : at('ENTRY_ALTERED', `${name}已被改动,与已签名的哈希值不符。`)
  }
  if (!expectedIsElsewhere) return at('ENTRY_MISSING', `${name}已被删除,原处现为序号 ${ownPlace} 的记录。`)
  if (ownPlace < index) return at('ENTRY_INSERTED', `${name}系序号 ${ownPlace} 的记录重复插入。`)
  return at('ENTRY_REORDERED', `${name}的次序被调换,原处现为序号 ${ownPlace} 的记录。`)
}

async function positionOf<T>(pages: AsyncIterable<readonly T[]>, matches: (item: T) => boolean): Promise<number | null> {
  let before = 0
  for await (const page of pages) {
    const found = page.findIndex(matches)
    if (found >= 0) return before + found
    before += page.length
  }
  return null
}
