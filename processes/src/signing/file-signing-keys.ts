import { createHash, randomUUID, sign, X509Certificate } from 'node:crypto'
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileSafe } from '@lianban/tenants'
import { padesSigner, SigningError, type DocumentSigner, type SigningKey, type TimestampAuthority } from './document-signer.ts'
import { createTestCertificate, fromPem, toPem, type KeyType, type KeyWithCertificate } from './test-certificate.ts'

/** Signers and trusted certificates of every tenant. */
export interface DocumentSigners {
  of(tenantId: string): Promise<DocumentSigner>
  /** Certificates whose signatures the tenant stands by: today's and earlier ones. */
  trusted(tenantId: string): Promise<X509Certificate[]>
}

export interface FileSignersOptions {
  /** Name of the tenant, for the certificate that is made. */
  nameOf: (tenantId: string) => Promise<string>
  /** Kind of the keys that are made. @default rsa */
  keyType?: KeyType
  /** @default none */
  timestamp?: TimestampAuthority
  /** Epoch milliseconds. @default Date.now */
  clock?: () => number
}

/**
 * Signers whose keys are PEM files `<tenant>.document-key.pem` (key, certificate) in one folder, readable by the owner
 * alone (0600), made with a test certificate on first use. An accredited key in the same form is put in its place. The
 * certificate lies beside it as `.document-cert.pem` for whoever wants to check signatures; an expired one is kept there
 * under its fingerprint when a new one is made.
 */
export function fileDocumentSigners(folder: string, options: FileSignersOptions): DocumentSigners {
  const { timestamp, clock = Date.now } = options
  const open = new Map<string, Promise<KeyWithCertificate>>()
  const keyOf = async (tenantId: string): Promise<KeyWithCertificate> => {
    const known = open.get(tenantId)
    if (known && !expired(await known, clock())) return known
    const opening = openKey(folder, tenantId, options, clock())
    open.set(tenantId, opening)
    opening.catch(() => open.delete(tenantId))
    return opening
  }
  return {
    of: async (tenantId) => padesSigner(signingKey(await keyOf(tenantId)), timestamp),
    async trusted(tenantId) {
      await keyOf(tenantId)
      const own = `${fileSafe(tenantId)}.document-cert`
      const files = (await readdir(folder)).filter(
        (name) => name.startsWith(own) && /^(\.[0-9a-f]{16})?\.pem$/.test(name.slice(own.length)),
      )
      return Promise.all(files.map(async (name) => new X509Certificate(await readFile(join(folder, name)))))
    },
  }
}

const signingKey = ({ privateKey, certificate }: KeyWithCertificate): SigningKey => ({
  algorithm: privateKey.asymmetricKeyType === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256',
  certificates: [certificate.raw],
  sign: (data) => Promise.resolve(sign('sha256', data, privateKey)),
})

const expired = ({ certificate }: KeyWithCertificate, now: number): boolean => Date.parse(certificate.validTo) < now

async function openKey(
  folder: string,
  tenantId: string,
  { nameOf, keyType }: FileSignersOptions,
  now: number,
): Promise<KeyWithCertificate> {
  const file = join(folder, `${fileSafe(tenantId)}.document-key.pem`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const make = async (): Promise<KeyWithCertificate> => createKey(file, await createTestCertificate(await nameOf(tenantId), now, keyType))
  const pem = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  let key = pem === null ? await make() : readKey(file, pem)
  if (expired(key, now)) {
    await archive(file, key)
    key = await make()
  }
  await writeFile(certificateFile(file), key.certificate.toString())
  return key
}

function readKey(file: string, pem: string): KeyWithCertificate {
  let key: KeyWithCertificate
  try {
    key = fromPem(pem)
  } catch (error) {
    throw new SigningError('SIGNING_KEY_INVALID', `${file}: ${(error as Error).message}`, { cause: error })
  }
  const { asymmetricKeyType: type } = key.privateKey
  if (type === 'rsa' || type === 'ec') return key
  throw new SigningError('SIGNING_KEY_INVALID', `${file}: a key of type ${String(type)} cannot sign by PAdES, RSA and EC can`)
}

/** The file appears whole or not at all, and of two processes that start together one key wins. */
async function createKey(file: string, made: KeyWithCertificate): Promise<KeyWithCertificate> {
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, toPem(made), { mode: 0o600, flag: 'wx' })
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  return readKey(file, await readFile(file, 'utf8'))
}

/** The old certificate stays for checking old papers; the old key goes. */
async function archive(file: string, { certificate }: KeyWithCertificate): Promise<void> {
  const print = createHash('sha256').update(certificate.raw).digest('hex').slice(0, 16)
  await writeFile(certificateFile(file).replace(/\.pem$/, `.${print}.pem`), certificate.toString())
  const gone = `${file}.${randomUUID()}`
  await rename(file, gone).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rm(gone, { force: true })
}

const certificateFile = (file: string): string => file.replace(/\.document-key\.pem$/, '.document-cert.pem')
