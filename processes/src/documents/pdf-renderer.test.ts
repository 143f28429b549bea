import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from './chromium.ts'
import { createPdfRenderer, type PdfRenderer } from './pdf-renderer.ts'
import { renderHtml } from './render-html.ts'
import { compileTemplate } from './template.ts'

const LICENCE = new URL('../../packages/c3-licensing/documents/food-business-licence.html', import.meta.url)

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

  it('is the licence on one page, with holder, numbers and dates as text', async () => {
    const { html } = await renderHtml(
      compileTemplate('food-business-licence', readFileSync(LICENCE, 'utf8')),
      {
        organName: '三湖县市场监督管理局',
        application: {
          operatorName: '三湖县湖畔人家餐饮管理有限公司',
          creditCode: '91310000775785552L',
          legalRepresentative: '陈桂兰',
          address: '三湖县黎城街道健康西路118号',
          businessForm: '餐饮服务经营者',
          items: ['热食类食品制售', '自制饮品制售'],
        },
        decision: { licenceNo: 'JY23208310000014', decidedOn: '2026-10-08', validUntil: '2031-10-07', verifyCode: 'k7m2p9qx4t' },
      },
      'https://lianban.example',
    )
    const text = textOf(await renderer.render(html))
    for (const part of [
      '三湖县湖畔人家餐饮管理有限公司',
      '91310000775785552L',
      'JY23208310000014',
      '热食类食品制售、自制饮品制售',
      '2031年10月7日',
      '12315',
    ])
      expect(text).toContain(part)
    expect(text.match(/\f/g)).toHaveLength(1)
  })

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
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' })
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'CHROMIUM_NOT_FOUND'
      ? 'no Chromium on this machine'
      : 'no pdftotext (poppler-utils) on this machine'
  }
}
