import { createHash, generateKeyPairSync, hash as oneShot, sign, verify, type KeyObject } from 'node:crypto'
import { isSm2Key, sm2Sign, sm2Verify } from './sm2.ts'

/**
 * The hash and the signature of a log, fixed when the log starts. A certified cryptographic machine takes the place of
 * `sign` behind a `Signer`, without a change above it.
 */
export interface Suite {
  /** Stands in every checkpoint, so that a verifier knows how to compute. */
  readonly name: string
  /** `SHA-256`, `SM3`: for people. */
  readonly hashName: string
  readonly signatureName: string
  hash(data: Uint8Array | string): Buffer
  /** The same in hex, without a buffer in between. */
  hashHex(data: Uint8Array | string): string
  generatePrivateKey(): KeyObject
  sign(data: Uint8Array, privateKey: KeyObject): Buffer
  verify(data: Uint8Array, signature: Uint8Array, publicKey: KeyObject): boolean
  /** Whether a public key is of this suite. */
  fits(key: KeyObject): boolean
  /** Four bytes that tell keys of the same name apart. Source: C2SP signed-note. */
  keyId(keyName: string, publicKey: KeyObject): Buffer
}

const SIGNATURE_TYPE_ED25519 = 0x01
/** C2SP signed-note: 0xff says that an own identifier of the algorithm follows. */
const SIGNATURE_TYPE_OTHER = 0xff
const SM2_IDENTIFIER = 'lianban.sm2-with-sm3'
const KEY_ID_BYTES = 4
/** An Ed25519 public key in SPKI DER ends with its 32 raw bytes, one on the SM2 curve with 65: 04, x, y. */
const ED25519_RAW_BYTES = 32
const SM2_RAW_BYTES = 65

const rawKey = (publicKey: KeyObject, bytes: number): Buffer => publicKey.export({ type: 'spki', format: 'der' }).subarray(-bytes)

/** Ed25519 (RFC 8032) over SHA-256 trees: any C2SP tlog tool can read these checkpoints. */
export const ED25519_SHA256: Suite = {
  name: 'ed25519-sha256',
  hashName: 'SHA-256',
  signatureName: 'Ed25519',
  hash: (data) => oneShot('sha256', data, 'buffer'),
  hashHex: (data) => oneShot('sha256', data, 'hex'),
  generatePrivateKey: () => generateKeyPairSync('ed25519').privateKey,
  sign: (data, privateKey) => sign(null, data, privateKey),
  verify: (data, signature, publicKey) => publicKey.asymmetricKeyType === 'ed25519' && verify(null, data, publicKey, signature),
  fits: (key) => key.asymmetricKeyType === 'ed25519',
  keyId: (keyName, publicKey) =>
    createHash('sha256')
      .update(`${keyName}\n`)
      .update(Uint8Array.of(SIGNATURE_TYPE_ED25519))
      .update(rawKey(publicKey, ED25519_RAW_BYTES))
      .digest()
      .subarray(0, KEY_ID_BYTES),
}

/**
 * SM2 signatures (GB/T 32918.2, user id 1234567812345678 of GB/T 35276) over SM3 trees (GB/T 32905). Node's own `sm3`
 * signing with such a key is ECDSA on the SM2 curve, not SM2, so the signature is made by sm-crypto-v2.
 */
export const SM2_SM3: Suite = {
  name: 'sm2-sm3',
  hashName: 'SM3',
  signatureName: 'SM2',
  hash: (data) => oneShot('sm3', data, 'buffer'),
  hashHex: (data) => oneShot('sm3', data, 'hex'),
  generatePrivateKey: () => generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey,
  sign: sm2Sign,
  verify: (data, signature, publicKey) => SM2_SM3.fits(publicKey) && sm2Verify(data, signature, publicKey),
  fits: isSm2Key,
  keyId: (keyName, publicKey) =>
    createHash('sm3')
      .update(`${keyName}\n`)
      .update(Uint8Array.of(SIGNATURE_TYPE_OTHER))
      .update(SM2_IDENTIFIER)
      .update(rawKey(publicKey, SM2_RAW_BYTES))
      .digest()
      .subarray(0, KEY_ID_BYTES),
}

const SUITES: Record<string, Suite | undefined> = { [ED25519_SHA256.name]: ED25519_SHA256, [SM2_SM3.name]: SM2_SM3 }

/** Names of the suites, the first is the default. */
export const SUITE_NAMES = ['ed25519-sha256', 'sm2-sm3'] as const

/** The suite of a name, or undefined if this program does not know it. */
export const suiteNamed = (name: string): Suite | undefined => (Object.hasOwn(SUITES, name) ? SUITES[name] : undefined)

/** The suite that a key belongs to, or undefined. */
export const suiteOfKey = (key: KeyObject): Suite | undefined => [ED25519_SHA256, SM2_SM3].find((suite) => suite.fits(key))
