import { createPublicKey, type KeyObject } from 'node:crypto'
import { supervision as supervisionRows, type Database, type SupervisionWholeRow } from '@lianban/storage'
import { entryNotSealed } from '../errors.ts'
import { canonicalJson, type JsonValue } from '../json.ts'
import { openCheckpoint } from './checkpoint.ts'
import { entryOfLine, hashOfDetails, hashOfEntry, lineOfEntry, provableOfRow, type ProvableEntry } from './entry.ts'
import { inclusionRanges, verifyInclusion } from './proof.ts'
import { roots } from './proving.ts'
import type { Suite } from './suite.ts'

/*
 * What the log says of one subject, taken out of it with its proofs: whoever has these three texts and the public key can
 * see that each entry stands in the signed log as it is, without the log. It does not show that none was left out: for
 * that a verifier counts, or asks for the whole log.
 */

const PAGE = 200
/** Entries whose proofs are read in one go: each needs hashes from a few places of the tree. */
const PROVED_AT_ONCE = 32

export interface Evidence {
  /** Lines of canonical JSON, as in an export. */
  entries: string
  /** Canonical JSON: the signed head, and for each entry its place and the hashes that lead to the head. */
  proofs: string
  /** PEM. */
  publicKey: string
  count: number
}

/** What a verification of evidence found. */
export interface EvidenceReport {
  /** Chinese; empty when everything holds. */
  problems: string[]
  /** The entries that were read, in their order. */
  entries: { id: string; at: number; action: string; subject: string; payload: JsonValue }[]
  /** Time of the signed head, epoch milliseconds; null if it is not to be trusted. */
  signedAt: number | null
  size: number | null
}

interface Proofs {
  checkpoint: string
  proofs: { id: string; index: number; hashes: string[] }[]
}

/** @throws ENTRY_NOT_SEALED if an entry of the subject is not under the last head yet */
export async function evidenceOf(database: Database, tenantId: string, subject: string, publicKey: string): Promise<Evidence> {
  const rows: SupervisionWholeRow[] = []
  for (let after: string | undefined; ;) {
    const page = await supervisionRows(database).listEntries(tenantId, { subject, limit: PAGE, after })
    rows.push(...page)
    if (page.length < PAGE) break
    after = page.at(-1)!.id
  }
  // The head is read after the entries: what is sealed meanwhile only makes the log longer.
  const log = await supervisionRows(database).log(tenantId)
  const head = await supervisionRows(database).lastCheckpoint(tenantId)
  const proofs: Proofs['proofs'] = []
  for (let from = 0; from < rows.length; from += PROVED_AT_ONCE) {
    const part = rows.slice(from, from + PROVED_AT_ONCE)
    const open = part.find(({ seq }) => seq === null || !log || !head || Number(seq) >= head.size)
    if (open || !log || !head) throw entryNotSealed((open ?? part[0]!).id)
    const ranges = part.map(({ seq }) => inclusionRanges(Number(seq), head.size))
    const hashes = await roots(database, tenantId, log.suite, ranges.flat())
    for (const [i, { id, seq }] of part.entries()) proofs.push({ id, index: Number(seq), hashes: hashes.splice(0, ranges[i]!.length) })
  }
  return {
    entries: rows.map((row) => `${lineOfEntry(provableOfRow(row))}\n`).join(''),
    proofs: `${canonicalJson({ checkpoint: head?.note ?? '', proofs } satisfies JsonValue)}\n`,
    publicKey,
    count: rows.length,
  }
}

/**
 * Checks evidence: the head is signed by the key, every entry is what was hashed, stands under the head at its place, and
 * is about the subject. Never throws. @param publicKey PEM of the key that the verifier trusts
 */
export function verifyEvidence(evidence: Pick<Evidence, 'entries' | 'proofs'>, publicKey: string, subject: string): EvidenceReport {
  const report: EvidenceReport = { problems: [], entries: [], signedAt: null, size: null }
  const proofs = readProofs(evidence.proofs)
  const key = readKey(publicKey)
  const head = proofs && key ? openCheckpoint(proofs.checkpoint, key) : null
  if (!proofs) report.problems.push('监察日志证明文件无法读取')
  else if (!key) report.problems.push('监察日志公钥无法读取')
  else if (!head) report.problems.push('监察日志检查点的签名与公钥不符')
  const lines = evidence.entries.split('\n').slice(0, -1)
  if (proofs && proofs.proofs.length !== lines.length) report.problems.push('监察日志记录与证明的数目不一致')
  lines.forEach((line, place) => {
    const entry = entryOfLine(line)
    const problem = entry === null ? '无法读取或者被改动' : problemOf(entry, proofs?.proofs[place], head, subject)
    if (problem !== null) report.problems.push(`监察日志第 ${place + 1} 条记录${problem}`)
    if (entry) report.entries.push(summaryOf(entry))
  })
  if (head) Object.assign(report, { signedAt: head.checkpoint.at, size: head.checkpoint.size })
  return report
}

type Head = NonNullable<ReturnType<typeof openCheckpoint>>

function problemOf(entry: ProvableEntry, proof: Proofs['proofs'][number] | undefined, head: Head | null, subject: string): string | null {
  if (entry.subject !== subject) return '不是本办件的记录'
  if (!head) return null
  const { suite, checkpoint } = head
  if (entry.details && hashOfDetails(suite, entry.details) !== entry.payloadHash) return '的内容被改动'
  const hash = hashOfEntry(suite, entry)
  if (hash !== entry.hash) return '被改动'
  if (!proof || proof.id !== entry.id || proof.index !== entry.seq) return '没有对应的证明'
  return stands(suite, proof, hash, checkpoint) ? null : '不在已签名的日志之中'
}

const stands = (suite: Suite, { index, hashes }: Proofs['proofs'][number], leaf: string, { size, root }: Head['checkpoint']): boolean =>
  verifyInclusion(
    suite,
    index,
    size,
    Buffer.from(leaf, 'hex'),
    hashes.map((hash) => Buffer.from(hash, 'hex')),
    Buffer.from(root, 'hex'),
  )

function summaryOf({ id, at, action, subject, details }: ProvableEntry): EvidenceReport['entries'][number] {
  return { id, at, action, subject, payload: details === null ? null : (JSON.parse(details.payloadText) as JsonValue) }
}

function readProofs(text: string): Proofs | null {
  try {
    const found = JSON.parse(text) as Proofs
    const isSound =
      typeof found.checkpoint === 'string' &&
      found.proofs.every(
        ({ id, index, hashes }) =>
          typeof id === 'string' && Number.isSafeInteger(index) && hashes.every((hash) => /^([0-9a-f]{2})+$/.test(hash)),
      )
    return isSound ? found : null
  } catch {
    return null
  }
}

function readKey(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem)
  } catch {
    return null
  }
}
