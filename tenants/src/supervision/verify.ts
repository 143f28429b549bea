import type { KeyObject } from 'node:crypto'
import { openCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { diagnose, type Suspect } from './diagnose.ts'
import { ERASED_ACTION, erasedId, hashOfDetails, hashOfEntry, type ProvableEntry } from './entry.ts'
import { FindingsFold } from './findings.ts'
import { CompactRange } from './merkle.ts'
import { PageReader } from './pages.ts'
import { fingerprint } from './signer.ts'
import { suiteNamed, type Suite } from './suite.ts'
import { HOLE, problem, type LogSource, type Verification } from './verification.ts'

export interface VerifyOptions {
  publicKey: KeyObject
  origin?: string
  /** Signed notes kept elsewhere (printed, mailed, in another export): the log must go on from each of them. */
  known?: readonly string[]
  /** How much earlier than the last head an entry may be, because its transaction was still open. Milliseconds. */
  maxLateMs?: number
}

/** A transaction lives seconds; five minutes leave room for lock waits and for clocks that differ. */
export const DEFAULT_MAX_LATE_MS = 5 * 60_000

/**
 * Proves a log against its signed heads: every entry whole, in its place, at its time, none missing, none added; every
 * head signed by the key; every known head a part of it. Reads the streams once and keeps O(log size) in memory.
 */
export async function verifyLog(source: LogSource, options: VerifyOptions): Promise<Verification> {
  const walk = new Walk(source, options)
  try {
    const forgedKnown = walk.useKnown(options.known ?? [])
    if (forgedKnown) return forgedKnown
    for await (const note of source.checkpoints()) {
      const found = await walk.checkpoint(note)
      if (found) return found
    }
    return await walk.end()
  } finally {
    await walk.close()
  }
}

class Walk {
  #source: LogSource
  #options: VerifyOptions
  #maxLateMs: number
  #entries: PageReader<ProvableEntry | null>
  #hashes: PageReader<string>
  #previous: Checkpoint | null = null
  #suite: Suite | null = null
  /** Tree over the hash list; while nothing is suspect it is the tree over the entries too. */
  #tree: CompactRange | null = null
  #known: Checkpoint[] = []
  #brokenKnown: Checkpoint | null = null
  #checkpoints = 0
  /** Erased entries whose erasure has not been met yet: id to index. */
  #erased = new Map<string, number>()
  #findings = new FindingsFold()

  constructor(source: LogSource, options: VerifyOptions) {
    this.#source = source
    this.#options = options
    this.#maxLateMs = options.maxLateMs ?? DEFAULT_MAX_LATE_MS
    this.#entries = new PageReader(source.entries())
    this.#hashes = new PageReader(source.hashes())
  }

  useKnown(notes: readonly string[]): Verification | null {
    for (const note of notes) {
      const opened = openCheckpoint(note, this.#options.publicKey)
      if (!opened) return problem('CHECKPOINT_FORGED', 'known', null, '留存的检查点签名与所用公钥不符:公钥被替换,或留存的检查点系伪造。')
      this.#known.push(opened.checkpoint)
    }
    this.#known.sort((a, b) => a.size - b.size)
    return null
  }

  /** Goes on to the next signed head. */
  async checkpoint(note: string): Promise<Verification | null> {
    const head = this.#open(note)
    if ('ok' in head) return head
    const suite = (this.#suite ??= suiteNamed(head.suite)!)
    this.#tree ??= new CompactRange(suite)
    const segment = await this.#readTo(head, suite, this.#tree)
    const found = await this.#judge(head, suite, segment)
    if (found) return found
    if (this.#brokenKnown) {
      const { size } = this.#brokenKnown
      return problem('LOG_REWRITTEN', this.#source.names.entries, null, `日志前 ${size} 条与留存的检查点不符:日志曾被整体改写后重新签名。`)
    }
    this.#previous = head
    this.#checkpoints += 1
    return null
  }

  #open(note: string): Checkpoint | Extract<Verification, { ok: false }> {
    const forged = (message: string): Extract<Verification, { ok: false }> => ({
      ok: false,
      index: parseCheckpoint(note)?.size ?? this.#previous?.size ?? null,
      file: this.#source.names.checkpoints,
      code: 'CHECKPOINT_FORGED',
      message: `第 ${this.#checkpoints + 1} 个检查点${message}`,
    })
    const opened = openCheckpoint(note, this.#options.publicKey)
    if (!opened) return forged('的签名无效,系伪造、改动或以其他密钥签署。')
    const head = opened.checkpoint
    if (this.#options.origin !== undefined && head.origin !== this.#options.origin) return forged('属于其他日志。')
    if (this.#suite && head.suite !== this.#suite.name) return forged('的算法与前一检查点不同。')
    if (this.#previous && (head.size <= this.#previous.size || head.at < this.#previous.at)) return forged('与前一检查点次序颠倒。')
    return head
  }

  /** Reads entries and hashes up to the size of a head. */
  async #readTo(head: Checkpoint, suite: Suite, tree: CompactRange): Promise<Segment> {
    const segment: Segment = { suspect: null, hashListEnded: false, timing: null, entryTree: null }
    const [entries, hashes] = [this.#entries, this.#hashes]
    while (tree.size < head.size && !segment.hashListEnded) {
      const hasEntry = entries.has || (await entries.ready())
      const hasHash = hashes.has || (await hashes.ready())
      this.#readOne(head, suite, tree, segment, hasEntry ? entries.take() : undefined, hasHash ? hashes.take() : '')
    }
    await this.#readRest(head, suite, segment)
    return segment
  }

  #readOne(
    head: Checkpoint,
    suite: Suite,
    tree: CompactRange,
    segment: Segment,
    entry: ProvableEntry | null | undefined,
    expected: string,
  ): void {
    const index = tree.size
    const hash = entry ? hashOfEntry(suite, entry) : null
    if (!segment.suspect && !this.#isSound(suite, entry, hash, expected, index)) {
      segment.suspect = { index, entry, expected }
      segment.entryTree = tree.clone()
    }
    if (segment.entryTree && hash && segment.entryTree.size === index) segment.entryTree.append(Buffer.from(hash, 'hex'))
    if (!segment.suspect && entry) this.#note(segment, head, entry, index)
    segment.hashListEnded = expected === ''
    if (!segment.hashListEnded) tree.append(Buffer.from(expected, 'hex'))
    this.#meetKnown(tree)
  }

  /** With the hash list at its end, the entries alone must show whether they are whole. */
  async #readRest(head: Checkpoint, suite: Suite, segment: Segment): Promise<void> {
    const { entryTree } = segment
    while (segment.hashListEnded && entryTree && entryTree.size < head.size) {
      const entry = (await this.#entries.ready()) ? this.#entries.take() : null
      if (entry === null) return
      entryTree.append(Buffer.from(hashOfEntry(suite, entry), 'hex'))
    }
  }

  #isSound(suite: Suite, entry: ProvableEntry | null | undefined, hash: string | null, expected: string, index: number): boolean {
    if (!entry || hash !== expected || hash !== entry.hash || entry.seq !== index) return false
    return entry.details === null || hashOfDetails(suite, entry.details) === entry.payloadHash
  }

  /** Times and erasures of a sound entry. */
  #note(segment: Segment, head: Checkpoint, entry: ProvableEntry, index: number): void {
    if (entry.at < this.#earliest()) segment.timing ??= { index, code: 'ENTRY_BACK_DATED' }
    if (entry.at > head.at + this.#maxLateMs) segment.timing ??= { index, code: 'ENTRY_POST_DATED' }
    if (entry.details === null) this.#erased.set(entry.id, index)
    if (entry.action === ERASED_ACTION && this.#erased.size > 0) this.#erased.delete(erasedId(entry.subject))
    this.#findings.add(entry, index)
  }

  #earliest(): number {
    return this.#previous ? this.#previous.at - this.#maxLateMs : -Infinity
  }

  #meetKnown(tree: CompactRange): void {
    while (this.#known[0] && this.#known[0].size <= tree.size) {
      const known = this.#known.shift()!
      if (known.size === tree.size && tree.root().toString('hex') !== known.root) this.#brokenKnown ??= known
    }
  }

  /** What a segment shows once its signed root is known. */
  async #judge(head: Checkpoint, suite: Suite, segment: Segment): Promise<Verification | null> {
    const { entries, hashes } = this.#source.names
    const { suspect, entryTree, timing } = segment
    const hashListProved = this.#tree!.size === head.size && this.#tree!.root().toString('hex') === head.root
    if (suspect?.expected === HOLE)
      return problem('ENTRY_MISSING', hashes, suspect.index, `第 ${suspect.index} 条记录(序号从 0 起)在日志中的位置被删除。`)
    if (suspect && hashListProved) return diagnose(this.#source, suite, suspect, this.#earliest())
    if (suspect) {
      const entriesProved = entryTree!.size === head.size && entryTree!.root().toString('hex') === head.root
      if (entriesProved)
        return problem('HASH_LIST_ALTERED', hashes, suspect.index, `哈希清单第 ${suspect.index} 项被改动或删除;记录本身与检查点相符。`)
      if (suspect.entry === undefined)
        return problem(
          'TAIL_CUT',
          entries,
          suspect.index,
          `日志尾部被截断:第 ${suspect.index} 条及其后的记录缺失,而已签名的检查点证明其存在。`,
        )
      return problem('ENTRY_ALTERED', entries, suspect.index, `第 ${suspect.index} 条记录与哈希清单不符,且二者均与已签名的检查点不符。`)
    }
    if (!hashListProved) {
      const from = this.#previous?.size ?? 0
      return problem('LOG_REWRITTEN', entries, from, `第 ${from} 至 ${head.size - 1} 条记录连同哈希值被改写,与已签名的检查点不符。`)
    }
    if (!timing) return null
    const direction = timing.code === 'ENTRY_BACK_DATED' ? '早于其前一检查点,系倒签' : '晚于其所在检查点,系预签'
    return problem(timing.code, entries, timing.index, `第 ${timing.index} 条记录的时间${direction},或服务器时钟曾被调整。`)
  }

  async end(): Promise<Verification> {
    const { entries, hashes } = this.#source.names
    const size = this.#previous?.size ?? 0
    if (await this.#entries.ready())
      return problem('ENTRY_INSERTED', entries, size, `第 ${size} 条起的记录没有检查点签名:系事后插入,或其检查点已被删除。`)
    if (await this.#hashes.ready()) return problem('HASH_LIST_ALTERED', hashes, size, `哈希清单第 ${size} 项起没有检查点签名。`)
    for (const [id, index] of this.#erased) {
      if (await this.#source.erasureRecorded?.(id)) continue
      return problem('PAYLOAD_REMOVED', entries, index, `第 ${index} 条记录的内容被抹去,但日志中没有相应的删除记录。`)
    }
    const beyond = this.#known.at(-1)
    if (beyond)
      return problem('LOG_ROLLED_BACK', entries, size, `日志只有 ${size} 条,而留存的检查点证明曾有 ${beyond.size} 条:日志被回退到旧状态。`)
    return {
      ok: true,
      size,
      root: this.#previous?.root ?? '',
      checkpoints: this.#checkpoints,
      publicKeyFingerprint: fingerprint(this.#options.publicKey),
      suite: this.#suite?.name ?? null,
      findings: this.#findings.end(this.#previous?.at ?? 0),
    }
  }

  /** Lets the streams go, also when they were not read to their end. */
  async close(): Promise<void> {
    await this.#entries.close()
    await this.#hashes.close()
  }
}

interface Segment {
  suspect: Suspect | null
  hashListEnded: boolean
  timing: { index: number; code: 'ENTRY_BACK_DATED' | 'ENTRY_POST_DATED' } | null
  /** Tree over the entries' own hashes, once they part from the hash list. */
  entryTree: CompactRange | null
}
