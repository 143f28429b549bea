import { execFile } from 'node:child_process'
import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OctetString } from 'asn1js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { padesSigner, type SigningFacts } from './document-signer.ts'
import { fileDocumentSigners, type DocumentSigner, verifySignature, type DocumentSigners, type SigningKey } from './index.ts'
import { createTestCertificate, toPem } from './test-certificate.ts'

const run = promisify(execFile)
const AT = Date.parse('2026-09-18T16:05:07+08:00')
const FACTS: SigningFacts = { organName: '三湖县市场监督管理局', reason: '出具受理通知书 三市监许受〔2026〕1号', signedAt: AT }

/** A PDF of the shape that Chromium writes: a page tree of two floors, a plain table, no ID. */
function aPdf(page = '<</Type /Page /Parent 5 0 R /MediaBox [0 0 595 842]>>'): Buffer {
  const bodies = [
    '<</Title (a)>>',
    page,
    '<</Type /Catalog\n/Pages 4 0 R\n/MarkInfo <</Marked true>>>>',
    '<</Type /Pages /Count 1 /Kids [5 0 R]>>',
    '<</Type /Pages /Count 1 /Parent 4 0 R\n/Kids [2 0 R]>>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = bodies.map((body, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${body}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const table = text.length
  return Buffer.from(
    `${text}xref\n0 6\n0000000000 65535 f \n${offsets.join('')}trailer\n<</Size 6\n/Root 3 0 R\n/Info 1 0 R>>\nstartxref\n${table}\n%%EOF\n`,
    'latin1',
  )
}

describe('the signature of a document', () => {
  let folder: string
  let signers: DocumentSigners
  let signed: Buffer
  let trusted: X509Certificate[]
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lianban-signing-'))
    signers = fileDocumentSigners(folder, { nameOf: () => Promise.resolve('三湖县') })
    signed = await (await signers.of('sanhu')).sign(aPdf(), FACTS)
    trusted = await signers.trusted('sanhu')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('is valid, says who signed and when, and leaves the document before it as it was', () => {
    expect(verifySignature(signed, trusted)).toEqual({
      state: 'valid',
      signer: '三湖县电子文书签名（测试证书）',
      signedAt: AT,
      certificateSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(signed.subarray(0, aPdf().length)).toEqual(aPdf())
    expect(signed.toString('latin1')).toContain('/SubFilter /ETSI.CAdES.detached')
  })

  it('stands by no other tenant’s certificate, and an unsigned document is one', async () => {
    expect(verifySignature(signed, await signers.trusted('other'))).toMatchObject({ state: 'untrusted' })
    expect(verifySignature(aPdf(), trusted)).toEqual({ state: 'unsigned' })
  })

  it('property: one byte changed anywhere, and it is valid no more', () => {
    fc.assert(
      fc.property(fc.nat(signed.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = Buffer.from(signed)
        altered[at]! ^= change
        expect(verifySignature(altered, trusted).state).not.toBe('valid')
      }),
      { numRuns: 200 },
    )
  })

  it.each<[string, (pdf: Buffer) => Buffer, object]>([
    // The signature does not cover how it is written itself.
    [
      'another version in the signature',
      (pdf) => Buffer.from(pdf.toString('latin1').replace(/(\/Contents <[0-9a-f]{46})(02010131)/, '$102010331'), 'latin1'),
      { problem: 'MALFORMED' },
    ],
    ['a changed word', (pdf) => Buffer.from(pdf.toString('latin1').replace('(a)', '(b)'), 'latin1'), { problem: 'CONTENT_ALTERED' }],
    ['something appended', (pdf) => Buffer.concat([pdf, Buffer.from('%%EOF\n')]), { problem: 'NOT_WHOLE_DOCUMENT' }],
    [
      'a further update with a range of its own',
      (pdf) => Buffer.concat([pdf, Buffer.from('/ByteRange [0 1 2 3]')]),
      { problem: 'NOT_WHOLE_DOCUMENT' },
    ],
    ['its end cut off', (pdf) => pdf.subarray(0, -10), { problem: 'NOT_WHOLE_DOCUMENT' }],
    [
      'no signature in its field',
      (pdf) =>
        Buffer.from(
          pdf.toString('latin1').replace(/\/Contents <[0-9a-f]+>/, (all) => `/Contents <${'0'.repeat(all.length - 12)}>`),
          'latin1',
        ),
      { problem: 'MALFORMED' },
    ],
    [
      'another’s signature in its field',
      (pdf) =>
        Buffer.from(
          pdf.toString('latin1').replace(/<30[0-9a-f]{200}/, (all) => `<30${'1'.repeat(all.length - 3)}`),
          'latin1',
        ),
      { problem: 'MALFORMED' },
    ],
  ])('with %s is found', (_, change, expected) => {
    expect(verifySignature(change(signed), trusted)).toMatchObject({ state: 'invalid', ...expected })
  })

  it('by a certificate that had run out is none', async () => {
    const late = await (await signers.of('sanhu')).sign(aPdf(), { ...FACTS, signedAt: Date.parse('2040-01-01T00:00:00Z') })
    expect(verifySignature(late, trusted)).toEqual({ state: 'invalid', problem: 'OUTSIDE_VALIDITY' })
  })

  it('is sound for openssl, as CAdES', async () => {
    const text = signed.toString('latin1')
    const [, , before, behind] = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)/.exec(text)!.map(Number) as [number, number, number, number]
    const raw = Buffer.from(text.slice(before + 1, behind - 1), 'hex')
    const [content, cms, anchor] = ['content', 'cms.der', 'anchor.pem'].map((name) => join(folder, name)) as [string, string, string]
    await writeFile(content, Buffer.concat([signed.subarray(0, before), signed.subarray(behind)]))
    await writeFile(cms, raw.subarray(0, raw.readUInt16BE(2) + 4))
    await writeFile(anchor, trusted[0]!.toString())
    const verifying = (file: string) =>
      run('openssl', [
        'cms',
        '-verify',
        '-cades',
        '-inform',
        'DER',
        '-in',
        cms,
        '-binary',
        '-content',
        file,
        '-CAfile',
        anchor,
        '-purpose',
        'any',
        '-out',
        '/dev/null',
      ])
    expect((await verifying(content)).stderr).toContain('CAdES Verification successful')
    await writeFile(content, 'something else')
    await expect(verifying(content)).rejects.toThrow('CAdES Verification failure')
  })

  it('keeps its key to its owner, takes the same one after a restart, and two that start together agree', async () => {
    const names = (await readdir(folder)).filter((name) => name.startsWith('sanhu'))
    expect(names.sort()).toEqual(['sanhu.document-cert.pem', 'sanhu.document-key.pem'])
    expect((await stat(join(folder, 'sanhu.document-key.pem'))).mode & 0o777).toBe(0o600)
    const again = fileDocumentSigners(folder, { nameOf: () => Promise.resolve('三湖县') })
    expect(verifySignature(await (await again.of('sanhu')).sign(aPdf(), FACTS), trusted)).toMatchObject({ state: 'valid' })
    const both = [1, 2].map(() => fileDocumentSigners(folder, { nameOf: () => Promise.resolve('新'), keyType: 'ec' }))
    const [a, b] = await Promise.all(both.map((each) => each.trusted('new')))
    expect(a![0]!.raw).toEqual(b![0]!.raw)
  })

  it('a certificate that has run out is followed by a new one, and papers it signed stay valid', async () => {
    const years = fileDocumentSigners(folder, { nameOf: () => Promise.resolve('旧'), keyType: 'ec', clock: () => AT })
    const old = await (await years.of('old')).sign(aPdf(), FACTS)
    const later = Date.parse('2033-05-01T00:00:00Z')
    const afterwards = fileDocumentSigners(folder, { nameOf: () => Promise.resolve('旧'), keyType: 'ec', clock: () => later })
    const young = await (await afterwards.of('old')).sign(aPdf(), { ...FACTS, signedAt: later })
    const both = await afterwards.trusted('old')
    expect(both).toHaveLength(2)
    expect([old, young].map((pdf) => verifySignature(pdf, both).state)).toEqual(['valid', 'valid'])
  })

  it('a worker that has its signer since before goes on with the new one, and two that find it run out agree', async () => {
    let now = AT
    const running = fileDocumentSigners(folder, { nameOf: () => Promise.resolve('久'), keyType: 'ec', clock: () => now })
    const signer = await running.of('long')
    await signer.sign(aPdf(), FACTS)
    now = Date.parse('2033-05-01T00:00:00Z')
    const papers = await Promise.all([1, 2].map(() => signer.sign(aPdf(), { ...FACTS, signedAt: now })))
    const known = await running.trusted('long')
    expect(known).toHaveLength(2)
    expect(papers.map((pdf) => verifySignature(pdf, known).state)).toEqual(['valid', 'valid'])
  })

  it('is not made with a file that holds no key, or one of the wrong kind, and says which file', async () => {
    await writeFile(join(folder, 'bad.document-key.pem'), 'no key')
    await expect(signers.of('bad')).rejects.toMatchObject({
      code: 'SIGNING_KEY_INVALID',
      message: expect.stringContaining('bad.document-key.pem'),
    })
    await expect(signers.of('../bad')).rejects.toThrow(RangeError)
  })
})

describe('a key from elsewhere', () => {
  it('signs by ECDSA behind the same interface, and a time-stamp goes in unsigned', async () => {
    const { certificate } = await createTestCertificate('机', AT, 'ec')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const asked: Buffer[] = []
    const key: SigningKey = {
      algorithm: 'ecdsa-sha256',
      certificates: [certificate.raw],
      sign: (data) => Promise.resolve(sign('sha256', data, privateKey)),
    }
    const stamp = (signature: Buffer) => {
      asked.push(signature)
      return Promise.resolve(Buffer.from(new OctetString({ valueHex: new Uint8Array([1, 2, 3]).buffer }).toBER(false)))
    }
    const pdf = await padesSigner(key, stamp).sign(aPdf(), FACTS)
    expect(asked).toHaveLength(1)
    // id-aa-signatureTimeStampToken and the token
    expect(pdf.toString('latin1')).toContain('060b2a864886f70d010910020e31050403010203')
    // The certificate is another key's: whoever checks finds it.
    expect(verifySignature(pdf, [certificate])).toEqual({ state: 'invalid', problem: 'SIGNATURE_WRONG' })
  })

  it('whose signature is too large for its field is refused', async () => {
    const { certificate } = await createTestCertificate('机', AT, 'ec')
    const key: SigningKey = { algorithm: 'rsa-sha256', certificates: [certificate.raw], sign: () => Promise.resolve(Buffer.alloc(20_000)) }
    await expect(padesSigner(key).sign(aPdf(), FACTS)).rejects.toMatchObject({ code: 'SIGNATURE_TOO_LARGE' })
  })
})

describe('a PDF of another kind', () => {
  let signer: DocumentSigner
  let certificate: X509Certificate
  beforeAll(async () => {
    const made = await createTestCertificate('三湖县', AT, 'ec')
    certificate = made.certificate
    signer = padesSigner({
      algorithm: 'ecdsa-sha256',
      certificates: [certificate.raw],
      sign: (data) => Promise.resolve(sign('sha256', data, made.privateKey)),
    })
  })

  it.each<[string, Buffer]>([
    ['that is none', Buffer.from('hello')],
    ['that was changed after it was made', Buffer.from(aPdf().toString('latin1').replace('/Size 6', '/Size 6 /Prev 9'), 'latin1')],
    ['that is encrypted', Buffer.from(aPdf().toString('latin1').replace('/Size 6', '/Size 6 /Encrypt 9 0 R'), 'latin1')],
    ['without its table', Buffer.from(aPdf().toString('latin1').replace('\nxref', '\nxxxx'), 'latin1')],
    ['whose annotations lie elsewhere', aPdf('<</Type /Page /Parent 5 0 R /Annots 9 0 R>>')],
  ])('%s is refused', async (_, pdf) => {
    await expect(signer.sign(pdf, FACTS)).rejects.toMatchObject({ code: 'PDF_UNSUPPORTED' })
  })

  it('with links on its first page keeps them', async () => {
    const pdf = await signer.sign(aPdf('<</Type /Page /Parent 5 0 R /Annots [9 0 R]>>'), FACTS)
    expect(pdf.toString('latin1')).toContain('/Annots [9 0 R 7 0 R]')
    expect(verifySignature(pdf, [certificate])).toMatchObject({ state: 'valid' })
  })
})

it('a key that an authority has issued is kept when its certificate has run out: nothing is signed, old papers stay valid', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lianban-signing-'))
  const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '700', '-subj', '/C=CN/CN=SanHu']
  await run('openssl', ['req', ...made, '-keyout', keyFile, '-out', certificateFile])
  const pem = (await readFile(keyFile, 'utf8')) + (await readFile(certificateFile, 'utf8'))
  await writeFile(join(folder, 't.document-key.pem'), pem)
  let now = Date.now()
  const signers = fileDocumentSigners(folder, { nameOf: () => Promise.resolve('三湖县'), keyType: 'ec', clock: () => now })
  const paper = await (await signers.of('t')).sign(aPdf(), { ...FACTS, signedAt: now })
  now = Date.parse('2040-01-01T00:00:00Z')
  await expect(signers.of('t')).rejects.toMatchObject({
    code: 'SIGNING_CERTIFICATE_EXPIRED',
    message: expect.stringContaining('t.document-key.pem') as string,
  })
  expect(verifySignature(paper, await signers.trusted('t')).state).toBe('valid')
  expect(await readFile(join(folder, 't.document-key.pem'), 'utf8')).toBe(pem)
  // and when the county has brought the new one, both are known
  const next = await createTestCertificate('认证机构签发', now, 'ec')
  await writeFile(join(folder, 't.document-key.pem'), toPem(next))
  const young = await (await signers.of('t')).sign(aPdf(), { ...FACTS, signedAt: now })
  const known = await signers.trusted('t')
  expect([paper, young].map((pdf) => verifySignature(pdf, known).state)).toEqual(['valid', 'valid'])
  await rm(folder, { recursive: true })
})

it('the key file can be one that an authority has issued: it is read, not made', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lianban-signing-'))
  const issued = await createTestCertificate('认证机构签发', AT, 'ec')
  const pem = `${issued.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()}${issued.certificate.toString()}`
  await writeFile(join(folder, 't.document-key.pem'), pem)
  const signers = fileDocumentSigners(folder, { nameOf: () => Promise.reject(new Error('not asked')) })
  const pdf = await (await signers.of('t')).sign(aPdf(), FACTS)
  expect(verifySignature(pdf, await signers.trusted('t'))).toMatchObject({
    state: 'valid',
    signer: expect.stringContaining('认证机构签发'),
  })
  expect(await readFile(join(folder, 't.document-key.pem'), 'utf8')).toBe(pem)
  await rm(folder, { recursive: true })
})
