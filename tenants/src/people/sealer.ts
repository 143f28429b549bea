import { createCipheriv, createDecipheriv, getCiphers, randomBytes, type CipherGCMTypes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeOnce } from '../supervision/write-once.ts'

/** Keeps secrets that the installation must be able to read again. A cryptographic machine implements this too. */
export interface Sealer {
  /** @param context what the secret belongs to; it opens for the same context alone */
  seal(secret: Uint8Array, context: string): Promise<string>
  /** @throws Error if it was changed, or sealed for another context or with another key */
  open(sealed: string, context: string): Promise<Buffer>
}

/** A cipher with authentication, as node:crypto names it, and the bytes of its key. SM4: GB/T 32907. */
const CIPHERS = { 'aes-256-gcm': 32, 'sm4-gcm': 16 } as const
export type SealingCipher = keyof typeof CIPHERS

const IV_BYTES = 12
/** As much as the longest key needs. */
const KEY_BYTES = 32
const KEY_FILE = 'sealing-key'

/**
 * A sealer whose key is the file `sealing-key` in the folder, made on first use, readable by its owner alone. Sealed text
 * names its cipher, so that what was sealed before a change of cipher still opens.
 * @throws Error if the platform does not have the cipher (SM4-GCM needs OpenSSL 3.1 or later)
 */
export function fileSealer(folder: string, cipher: SealingCipher = 'aes-256-gcm'): Sealer {
  if (!getCiphers().includes(cipher)) throw new Error(`this platform's OpenSSL has no ${cipher}`)
  let loading: Promise<Buffer> | null = null
  const key = (): Promise<Buffer> => {
    loading ??= loadKey(folder)
    loading.catch(() => (loading = null))
    return loading
  }
  return {
    async seal(secret, context) {
      const iv = randomBytes(IV_BYTES)
      const box = createCipheriv(cipher as CipherGCMTypes, (await key()).subarray(0, CIPHERS[cipher]), iv)
      box.setAAD(Buffer.from(context))
      const sealed = Buffer.concat([box.update(secret), box.final()])
      return [cipher, ...[iv, sealed, box.getAuthTag()].map((part) => part.toString('base64url'))].join('.')
    },
    async open(text, context) {
      const [name, ...parts] = text.split('.')
      const [iv, sealed, tag] = parts.map((part) => Buffer.from(part, 'base64url'))
      if (!Object.hasOwn(CIPHERS, name!) || tag?.length !== 16) throw new Error('this is no sealed secret')
      const used = name as SealingCipher
      const box = createDecipheriv(used as CipherGCMTypes, (await key()).subarray(0, CIPHERS[used]), iv!)
      box.setAAD(Buffer.from(context))
      box.setAuthTag(tag)
      return Buffer.concat([box.update(sealed!), box.final()])
    },
  }
}

async function loadKey(folder: string): Promise<Buffer> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, KEY_FILE)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return writeOnce(file, randomBytes(KEY_BYTES).toString('base64url'))
    throw error
  })
  const key = Buffer.from(text.trim(), 'base64url')
  if (key.length !== KEY_BYTES) throw new Error(`${file} must hold ${KEY_BYTES} bytes in base64url, it holds ${key.length}`)
  return key
}
