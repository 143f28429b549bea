import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ED25519_SHA256, suiteOfKey, type Suite } from './suite.ts'
import { writeOnce } from './write-once.ts'

/** Who signs the heads of a log. A cryptographic machine that keeps its key inside implements this. */
export interface Signer {
  readonly suite: Suite
  readonly publicKey: KeyObject
  sign(data: Uint8Array): Promise<Buffer>
}

/** Finds the signer of a tenant's log. */
export type Signers = (tenantId: string) => Promise<Signer>

/**
 * Signers whose private keys are PEM files `<tenant>.log-key.pem` in one folder, made on first use, readable by the
 * owner alone (0600). The public key lies beside it as `<tenant>.log-key.pub.pem` to be handed to the auditors.
 * @param suite of keys that are made; a key that is there keeps its log in the suite of the key
 */
export function fileSigners(folder: string, suite: Suite = ED25519_SHA256): Signers {
  const open = new Map<string, Promise<Signer>>()
  return (tenantId) => {
    const known = open.get(tenantId)
    if (known) return known
    const signer = openSigner(folder, tenantId, suite)
    open.set(tenantId, signer)
    signer.catch(() => open.delete(tenantId))
    return signer
  }
}

async function openSigner(folder: string, tenantId: string, suiteOfNew: Suite): Promise<Signer> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `${fileSafe(tenantId)}.log-key.pem`)
  const pem = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return writeOnce(file, suiteOfNew.generatePrivateKey().export({ type: 'pkcs8', format: 'pem' }).toString())
    throw error
  })
  const privateKey = createPrivateKey(pem)
  const publicKey = createPublicKey(privateKey)
  const ofKey = suiteOfKey(publicKey)
  if (!ofKey) throw new Error(`${file} is neither an Ed25519 nor an SM2 key`)
  await writeFile(file.replace(/\.pem$/, '.pub.pem'), publicPem(publicKey))
  return { suite: ofKey, publicKey, sign: (data) => Promise.resolve(ofKey.sign(data, privateKey)) }
}

export const publicPem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString()

/** Hex SHA-256 of the public key (SPKI DER), to be compared by telephone. */
export const fingerprint = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')

/** A tenant id as part of a file name. @throws RangeError for anything that could lead out of the folder */
export function fileSafe(tenantId: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(tenantId)) throw new RangeError(`tenant id "${tenantId}" cannot name a file`)
  return tenantId
}
