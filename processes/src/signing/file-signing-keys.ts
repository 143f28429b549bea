import { createHash, randomUUID, sign, X509Certificate } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileSafe, writeOnce } from '@lianban/tenants'
import { padesSigner, SigningError, type DocumentSigner, type SigningKey, type TimestampAuthority } from './document-signer.ts'
import { createTestCertificate, fromPem, isTestCertificate, toPem, type KeyType, type KeyWithCertificate } from './test-certificate.ts'

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
 * alone (0600), made with a test certificate on first use and made anew when that has run out. An accredited key in the same
 * form is put in its place; it is never replaced: with a certificate that has run out nothing is signed until the county brings
 * the new one. The certificate lies beside it as `.document-cert.pem` for whoever wants to check signatures, an earlier one
 * under its fingerprint.
 */
export function fileDocumentSigners(folder: string, options: FileSignersOptions): DocumentSigners {
  const { timestamp, clock = Date.now } = options
  const open = new Map<string, Promise<KeyWithCertificate>>()
  // One after the other: two that find the same key run out wait for one new one.
  const keyOf = (tenantId: string): Promise<KeyWithCertificate> => {
    const before = open.get(tenantId) ?? Promise.resolve(null)
    const opening = before
      .catch(() => null)
      .then((key) => (key && !expired(key, clock()) ? key : openKey(folder, tenantId, options, clock())))
    open.set(tenantId, opening)
    opening.catch(() => open.get(tenantId) === opening && open.delete(tenantId))
    return opening
  }
  return {
    // The key is asked for at each signature: a worker that has run for years signs with the one of today.
    async of(tenantId) {
      await keyOf(tenantId)
      return { sign: async (pdf, facts) => padesSigner(signingKey(await keyOf(tenantId)), timestamp).sign(pdf, facts) }
    },
    async trusted(tenantId) {
      await keyOf(tenantId).catch((error: unknown) => {
        // Papers that it signed stay valid.
        if ((error as { code?: unknown }).code !== 'SIGNING_CERTIFICATE_EXPIRED') throw error
      })
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
  const make = async (): Promise<string> => toPem(await createTestCertificate(await nameOf(tenantId), now, keyType))
  const pem = (await textOf(file)) ?? (await writeOnce(file, await make()))
  let key = readKey(file, pem)
  await keepCertificate(file, key)
  if (!expired(key, now)) return key
  if (!isTestCertificate(key.certificate))
    throw new SigningError(
      'SIGNING_CERTIFICATE_EXPIRED',
      `${file}: 文书签名证书已于 ${key.certificate.validTo} 到期 the certificate has run out; 请换上新的密钥和证书 put the new key and certificate in its place`,
    )
  // Another process may have made the new one meanwhile.
  const current = await textOf(file)
  if (current === null || current === pem) await replace(file, await make())
  key = readKey(file, await readFile(file, 'utf8'))
  await keepCertificate(file, key)
  return key
}

const textOf = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })

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

/** In one move: the file is never missing. */
async function replace(file: string, pem: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, pem, { mode: 0o600, flag: 'wx' })
  await rename(draft, file)
}

/** The certificate in use lies beside its key; one that lay there before stays under its fingerprint, for checking old papers. */
async function keepCertificate(file: string, { certificate }: KeyWithCertificate): Promise<void> {
  const beside = certificateFile(file)
  const before = await textOf(beside)
  if (before === certificate.toString()) return
  if (before !== null) {
    const print = createHash('sha256').update(new X509Certificate(before).raw).digest('hex').slice(0, 16)
    await writeFile(beside.replace(/\.pem$/, `.${print}.pem`), before)
  }
  await writeFile(beside, certificate.toString())
}

const certificateFile = (file: string): string => file.replace(/\.document-key\.pem$/, '.document-cert.pem')
