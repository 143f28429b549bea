import { inTransaction, type Database, type Tx } from '@lianban/storage'
import { actorOf, type Caller } from '../caller.ts'
import type { JsonValue } from '../json.ts'
import type { Anchors } from './anchors.ts'
import type { EntryInput } from './entry.ts'
import { reading, type LogStatus } from './reading.ts'
import type { Seal } from './seal.ts'
import type { Finding } from './findings.ts'
import { fingerprint, type Signers } from './signer.ts'
import type { LogProblemCode, Verification } from './verification.ts'
import { verifyDatabase } from './verify-database.ts'

/** A subject that comes from an address line may be of any length. */
const MAX_SUBJECT_CHARS = 191

export interface DeskOptions {
  database: Database
  clock: () => number
  signers: Signers
  anchors: Anchors
  seal: Seal
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
}

/** What an auditor's desk does with the log; everything done there is recorded, for another auditor to see. */
export const desk = ({ database, clock, signers, anchors, seal, record }: DeskOptions) => {
  const prove = async (tenantId: string): Promise<Verification> =>
    verifyDatabase({ database, tenantId, publicKey: (await signers(tenantId)).publicKey, anchors, seal })
  const write = (caller: Caller, action: string, subject: string, payload: JsonValue): Promise<void> =>
    inTransaction(database, (tx) => record(tx, caller.tenantId, [{ action, subject, actor: actorOf(caller), ip: caller.ip, payload }]))

  return {
    /** Seals, then proves the live tables against the heads in them and the heads kept outside the database. */
    verifyDatabase: prove,

    /** The same for a person; the verification is itself recorded, with its outcome. */
    verify: async (caller: Caller): Promise<DeskVerification> => {
      const found = deskVerification(
        await prove(caller.tenantId),
        await reading(database).status(caller.tenantId),
        fingerprint((await signers(caller.tenantId)).publicKey),
        clock(),
      )
      const { ok, size, problem } = found
      await write(caller, 'supervision.verified', `log:${caller.tenantId}`, {
        ok,
        size,
        code: problem?.code ?? null,
        index: problem?.index ?? null,
        findings: found.findings.length,
      })
      return found
    },

    /** Records that a person of the supervision looked something up. */
    lookUp: (caller: Caller, what: { subject: string; payload?: JsonValue }): Promise<void> =>
      write(caller, 'supervision.looked-up', what.subject.slice(0, MAX_SUBJECT_CHARS), what.payload ?? {}),
  }
}

/** The outcome of a verification as an auditor's desk shows it. */
export interface DeskVerification {
  ok: boolean
  size: number
  /** Hex; null of an empty log. */
  root: string | null
  /** UTC epoch milliseconds. */
  checkedAt: number
  /** Signed heads that hold; 0 if a problem was found. */
  checkpoints: number
  problem: { index: number | null; code: LogProblemCode; message: string } | null
  /** Silences and clock jumps of a whole log. */
  findings: Finding[]
  /** Name of the suite; null of an empty log. */
  suite: string | null
  publicKeyFingerprint: string
}

function deskVerification(found: Verification, status: LogStatus, publicKeyFingerprint: string, checkedAt: number): DeskVerification {
  if (found.ok)
    return {
      ok: true,
      size: found.size,
      root: found.root || null,
      checkedAt,
      checkpoints: found.checkpoints,
      problem: null,
      findings: found.findings,
      suite: found.suite,
      publicKeyFingerprint,
    }
  const { index, code, message } = found
  return {
    ok: false,
    size: status.size,
    root: status.root,
    checkedAt,
    checkpoints: 0,
    problem: { index, code, message },
    findings: [],
    suite: status.lastCheckpoint?.suite ?? null,
    publicKeyFingerprint,
  }
}
