import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from './chromium.ts'
import { createPdfRenderer, type PdfRenderer } from './pdf-renderer.ts'
import { renderHtml } from './render-html.ts'
import { compileTemplate } from './template.ts'
import { sampleVariables } from '../packages/document-variables.ts'
import { loadPackage } from '../packages/load-package.ts'
import { fileDocumentSigners } from '../signing/index.ts'

const LICENSING = fileURLToPath(new URL('../../packages/c3-licensing', import.meta.url))
/** Papers that do not keep to one page with the sample. */
const TWO_PAGES: string[] = []

describe('the way to Chromium', () => {
  it('is CHROMIUM_PATH and nothing else, if set', () => {
    expect(findChromium(undefined, { CHROMIUM_PATH: process.execPath })).toBe(process.execPath)
    expect(() => findChromium(undefined, { CHROMIUM_PATH: '/nowhere/chromium' })).toThrow(
      expect.objectContaining({ code: 'CHROMIUM_NOT_FOUND' }),
    )
  })

  it('missing, it says what to install and where to go on', async () => {
    const renderer = createPdfRenderer({ chromiumPath: '/nowhere/chromium' })
    await expect(renderer.render('<p>')).rejects.toThrow(/未找到 Chromium.*apt install chromium fonts-noto-cjk.*CHROMIUM_PATH.*异常任务/)
    await renderer.close()
  })
})

const missing = missingProgram()

describe.skipIf(missing !== null)(`a PDF from Chromium${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let renderer: PdfRenderer
  beforeAll(() => {
    renderer = createPdfRenderer({ maxDocumentsPerBrowser: 2 })
  })
  afterAll(() => renderer.close())

  it('has the Chinese text in it, also after the browser was started anew', async () => {
    const pdfs = await Promise.all(
      ['一', '二', '三'].map((no) => renderer.render(`<!doctype html><meta charset="utf-8"><p>食品经营许可证第${no}号㐂</p>`)),
    )
    expect(pdfs.map(textOf)).toEqual([
      expect.stringContaining('食品经营许可证第一号㐂'),
      expect.stringContaining('第二号'),
      expect.stringContaining('第三号'),
    ])
    expect(pdfs[0]!.subarray(0, 5).toString()).toBe('%PDF-')
  })

  it(
    'is every paper of licensing on its pages, with its text, and signed so that another program finds it whole',
    { timeout: 120_000 },
    async () => {
      const { templates, variables } = await loadPackage(LICENSING)
      const folder = await mkdtemp(join(tmpdir(), 'lianban-papers-'))
      const signer = await fileDocumentSigners(folder, { nameOf: () => Promise.resolve('三湖县') }).of('sanhu')
      for (const [key, html] of Object.entries(templates)) {
        const template = compileTemplate(key, html)
        const page = await renderHtml(template, sampleVariables(variables, key), {
          publicUrl: 'https://lianban.example',
          verifyCode: 'ab'.repeat(16),
        })
        const facts = { organName: '三湖县市场监督管理局', reason: `出具${template.head.title}`, signedAt: Date.now() }
        const pdf = await signer.sign(await renderer.render(page.html), facts)
        const text = textOf(pdf)
        expect(text.match(/\f/g), key).toHaveLength(TWO_PAGES.includes(key) ? 2 : 1)
        if (page.number) expect(text.replace(/\s/g, ''), key).toContain(page.number)
        const file = join(folder, `${key}.pdf`)
        await writeFile(file, pdf)
        const report = execFileSync('pdfsig', ['-nocert', file]).toString()
        expect(report, key).toContain('Signature is Valid')
        expect(report, key).toContain('Total document signed')
      }
      const file = join(folder, 'licence.pdf')
      const altered = await readFile(file)
      altered[300]! ^= 1
      await writeFile(file, altered)
      expect(execFileSync('pdfsig', ['-nocert', file]).toString()).toContain('Digest Mismatch')
      await rm(folder, { recursive: true })
    },
  )

  it('runs no script and loads nothing from anywhere', async () => {
    let requests = 0
    const server = createServer((_, response) => {
      requests++
      response.end('x')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const pdf = await renderer.render(
      `<meta charset="utf-8"><link rel="stylesheet" href="${address}/a.css"><img src="${address}/b.png"><iframe src="${address}/c"></iframe><iframe src="file:///etc/hostname"></iframe><p id="p">原文</p><script>document.getElementById('p').textContent='改写'</script>`,
    )
    await new Promise((done) => server.close(done))
    expect(requests).toBe(0)
    expect(textOf(pdf)).toContain('原文')
  })

  it('is refused once the renderer is closed', async () => {
    const other = createPdfRenderer()
    await other.close()
    await expect(other.render('<p>')).rejects.toThrow(expect.objectContaining({ code: 'RENDERER_CLOSED' }))
  })
})

const textOf = (pdf: Buffer): string => execFileSync('pdftotext', ['-', '-'], { input: pdf }).toString()

function missingProgram(): string | null {
  try {
    findChromium()
    for (const program of ['pdftotext', 'pdfsig']) execFileSync(program, ['-v'], { stdio: 'ignore' })
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'CHROMIUM_NOT_FOUND'
      ? 'no Chromium on this machine'
      : 'no pdftotext or pdfsig (poppler-utils) on this machine'
  }
}
