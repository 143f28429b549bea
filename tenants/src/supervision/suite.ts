import { createHash, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'

/**
 * The hash and the signature of a log, fixed when the log starts. A suite with SM2 signatures made by a certified
 * cryptographic machine takes this place without a change above it.
 */
export interface Suite {
  /** Stands in every checkpoint, so that a verifier knows how to compute. */
  readonly name: string
  hash(data: Uint8Array): Buffer
  generatePrivateKey(): KeyObject
  sign(data: Uint8Array, privateKey: KeyObject): Buffer
  verify(data: Uint8Array, signature: Uint8Array, publicKey: KeyObject): boolean
  /** Four bytes that tell keys of the same name apart. Source: C2SP signed-note. */
  keyId(keyName: string, publicKey: KeyObject): Buffer
}

const SIGNATURE_TYPE_ED25519 = 0x01
const KEY_ID_BYTES = 4
/** An Ed25519 public key in SPKI DER ends with its 32 raw bytes. */
const ED25519_RAW_BYTES = 32

function ed25519With(name: string, hashName: string): Suite {
  const hash = (data: Uint8Array): Buffer => createHash(hashName).update(data).digest()
  return {
    name,
    hash,
    generatePrivateKey: () => generateKeyPairSync('ed25519').privateKey,
    sign: (data, privateKey) => sign(null, data, privateKey),
    verify: (data, signature, publicKey) =>
      publicKey.asymmetricKeyType === 'ed25519' && verify(null, data, publicKey, signature),
    keyId: (keyName, publicKey) => {
      const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-ED25519_RAW_BYTES)
      const named = Buffer.concat([Buffer.from(`${keyName}\n`), Buffer.from([SIGNATURE_TYPE_ED25519]), raw])
      return createHash('sha256').update(named).digest().subarray(0, KEY_ID_BYTES)
    },
  }
}

/** Ed25519 (RFC 8032) over SHA-256 trees: any C2SP tlog tool can read these checkpoints. */
export const ED25519_SHA256 = ed25519With('ed25519-sha256', 'sha256')

/** Ed25519 over SM3 trees (GB/T 32905). The signature is not SM2: node's own `sm3` signing is ECDSA on the SM2 curve. */
export const ED25519_SM3 = ed25519With('ed25519-sm3', 'sm3')

const SUITES: Record<string, Suite | undefined> = {
  [ED25519_SHA256.name]: ED25519_SHA256,
  [ED25519_SM3.name]: ED25519_SM3,
}

/** The suite of a name, or undefined if this program does not know it. */
export const suiteNamed = (name: string): Suite | undefined => (Object.hasOwn(SUITES, name) ? SUITES[name] : undefined)
