import type { KeyObject } from 'node:crypto'
import type { Signer } from './signer.ts'
import { suiteNamed, type Suite } from './suite.ts'

/** The signed head of a log. */
export interface Checkpoint {
  /** Name of the log; also the name of its key. */
  origin: string
  size: number
  /** Hex. */
  root: string
  /** UTC epoch milliseconds. */
  at: number
  suite: string
  /** The signed text, C2SP tlog-checkpoint; what is handed to others and kept outside. */
  note: string
}

/** The origin of a tenant's log. */
export const logOrigin = (tenantId: string): string => `lianban/${tenantId}/supervision`

/** Signs a head. Source: C2SP signed-note and tlog-checkpoint (https://c2sp.org/tlog-checkpoint). */
export async function signCheckpoint(signer: Signer, head: Omit<Checkpoint, 'suite' | 'note'>): Promise<Checkpoint> {
  const { origin, size, root, at } = head
  const text = `${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\ntime ${at}\nsuite ${signer.suite.name}\n`
  const signature = Buffer.concat([signer.suite.keyId(origin, signer.publicKey), await signer.sign(Buffer.from(text))])
  return { ...head, suite: signer.suite.name, note: `${text}\n— ${origin} ${signature.toString('base64')}\n` }
}

const NOTE =
  /^(?<text>(?<origin>[^\s+]+)\n(?<size>0|[1-9]\d{0,15})\n(?<root>[A-Za-z0-9+/]+=*)\ntime (?<at>0|[1-9]\d{0,15})\nsuite (?<suite>[a-z0-9-]+)\n)\n— (?<key>[^\s+]+) (?<signature>[A-Za-z0-9+/]+=*)\n$/

const KEY_ID_BYTES = 4

/** Reads a note without trusting it. @returns null if it is not a checkpoint of ours, to the byte */
export function parseCheckpoint(note: string): (Checkpoint & { text: string; signature: Buffer; keyId: Buffer }) | null {
  const groups = NOTE.exec(note)?.groups
  if (!groups || groups.key !== groups.origin) return null
  const root = exactBase64(groups.root!)
  const signature = exactBase64(groups.signature!)
  if (!root || !signature) return null
  return {
    origin: groups.origin!,
    size: Number(groups.size),
    root: root.toString('hex'),
    at: Number(groups.at),
    suite: groups.suite!,
    note,
    text: groups.text!,
    keyId: signature.subarray(0, KEY_ID_BYTES),
    signature: signature.subarray(KEY_ID_BYTES),
  }
}

/** Reads a note and checks that the key signed it. @returns null if not */
export function openCheckpoint(note: string, publicKey: KeyObject): { checkpoint: Checkpoint; suite: Suite } | null {
  const parsed = parseCheckpoint(note)
  const suite = parsed && suiteNamed(parsed.suite)
  if (!parsed || !suite) return null
  if (!suite.keyId(parsed.origin, publicKey).equals(parsed.keyId)) return null
  if (!suite.verify(Buffer.from(parsed.text), parsed.signature, publicKey)) return null
  const { origin, size, root, at } = parsed
  return { checkpoint: { origin, size, root, at, suite: suite.name, note }, suite }
}

/** Base64 with one spelling only: a second spelling of the same bytes is a changed file. */
function exactBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}
