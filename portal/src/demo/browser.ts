import { randomUUID } from 'node:crypto'
import type { Deeds } from './deeds.ts'

export interface BrowserOptions {
  /** `http://127.0.0.1:8080` */
  url: string
  username: string
  password: string
  deeds: Deeds
}

/** Whoever answers anything but success; `expected` are the codes that the caller has an answer to. */
interface CallOptions {
  expected?: readonly string[]
  /** Told such a code. */
  told?: (code: string) => void
}

type Json = Record<string, unknown>

/**
 * One person's browser: session cookie, CSRF header, idempotency keys. What the server refuses unexpectedly is noted among the
 * deeds and answered with null: the month goes on, and the command says at its end that something is wrong.
 */
export class Browser {
  readonly #options: BrowserOptions
  #cookie = ''
  #csrf = ''
  #token: string | null = null

  private constructor(options: BrowserOptions) {
    this.#options = options
  }

  /** @throws Error if the account cannot log in: without it nothing is worth playing */
  static async login(options: BrowserOptions): Promise<Browser> {
    const browser = new Browser(options)
    const { username, password } = options
    const answer = await browser.call<{ csrfToken: string }>('POST', '/api/session', JSON.stringify({ username, password }))
    if (!answer) throw new Error(`${username} cannot log in`)
    browser.#csrf = answer.csrfToken
    return browser
  }

  /** Another system that calls with a token instead of a session. @param name under which its refusals are noted */
  static system(options: Pick<BrowserOptions, 'url' | 'deeds'>, name: string, token: string): Browser {
    const browser = Browser.outside(options, name)
    browser.#token = token
    return browser
  }

  /** Somebody, or a device, without an account. @param name under which refusals are noted */
  static outside(options: Pick<BrowserOptions, 'url' | 'deeds'>, name: string): Browser {
    return new Browser({ ...options, username: name, password: '' })
  }

  get username(): string {
    return this.#options.username
  }

  async logout(): Promise<void> {
    await this.call('DELETE', '/api/session')
  }

  get<T = Json>(path: string, options?: CallOptions): Promise<T | null> {
    return this.call<T>('GET', path, undefined, options)
  }

  /** @returns the answer, `{}` where there is none; null: refused */
  post<T = Json>(path: string, body: unknown = {}, options?: CallOptions): Promise<T | null> {
    return this.call<T>('POST', path, JSON.stringify(body), options)
  }

  /** @returns the id of the file; null: refused */
  async upload(name: string, content: Buffer): Promise<string | null> {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(content)]), name)
    return (await this.call<{ fileId: string }>('POST', '/api/uploads', form))?.fileId ?? null
  }

  /** @returns the id of a signature by hand */
  async sign(png: Buffer): Promise<string | undefined> {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(png)]), '签名.png')
    return (await this.call<{ signatureId: string }>('POST', '/api/signatures', form))?.signatureId
  }

  /** A photo as a phone sends it, in one part. @param key made for it, 8 to 64 characters   @returns the key; null: refused */
  async photo(key: string, content: Buffer): Promise<string | null> {
    const path = `/api/linkage/photos/${key}/parts/0?size=${content.length}`
    return (await this.call('PUT', path, new Uint8Array(content))) === null ? null : key
  }

  private async call<T>(
    method: string,
    path: string,
    body?: string | FormData | Uint8Array<ArrayBuffer>,
    { expected = [], told }: CallOptions = {},
  ): Promise<T | null> {
    const { url, username, deeds } = this.#options
    const response = await fetch(url + path, {
      method,
      body,
      headers: {
        ...(body instanceof Uint8Array && { 'Content-Type': 'application/octet-stream' }),
        ...(typeof body === 'string' && { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }),
        ...(this.#token === null ? { Cookie: this.#cookie, 'X-CSRF-Token': this.#csrf } : { Authorization: `Bearer ${this.#token}` }),
      },
    })
    const [set] = response.headers.getSetCookie().filter((cookie) => cookie.startsWith('lianban'))
    if (set) this.#cookie = set.split(';')[0]!
    const text = await response.text()
    const answer = (text ? JSON.parse(text) : {}) as T & { error?: { code: string; message: string; details?: unknown } }
    deeds.called()
    if (response.ok) return answer
    const code = answer.error?.code ?? `HTTP_${response.status}`
    if (expected.includes(code)) told?.(code)
    else deeds.refused({ method, path, status: response.status, code, username, text: text.slice(0, 600) })
    return null
  }
}
