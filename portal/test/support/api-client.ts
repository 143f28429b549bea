import { randomUUID } from 'node:crypto'
import { assertDocumented } from './documented.ts'

export interface Answer<T = Record<string, unknown>> {
  status: number
  body: T & { error?: { code: string; message: string; details?: { problems?: { path: string; code: string; message: string }[] } } }
}

const PASSWORD = 'Lianban@2026'

/** One person's browser without the browser: session cookie, CSRF header, idempotency keys. Answers must be as the OpenAPI file says. */
export class ApiClient {
  readonly url: string
  /** The host that the requests name as a proxy does, where several tenants share one server. */
  readonly host: string | undefined
  private jar = new Map<string, string>()
  private csrf = ''

  constructor(url: string, host?: string) {
    this.url = url
    this.host = host
  }

  static async login(url: string, username: string, password = PASSWORD, host?: string): Promise<ApiClient> {
    const client = new ApiClient(url, host)
    const answer = await client.call<{ csrfToken: string }>('POST', '/api/session', { username, password })
    if (answer.status !== 200) throw new Error(`login of ${username}: ${answer.status} ${JSON.stringify(answer.body)}`)
    client.csrf = answer.body.csrfToken
    return client
  }

  /** The same cookie and CSRF token, sent to another host of the same server. */
  at(host: string): ApiClient {
    const other = new ApiClient(this.url, host)
    other.jar = new Map(this.jar)
    other.csrf = this.csrf
    return other
  }

  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>> {
    return this.call<T>('GET', path)
  }

  post<T = Record<string, unknown>>(path: string, body: unknown = {}, idempotencyKey: string = randomUUID()): Promise<Answer<T>> {
    return this.call<T>('POST', path, body, { 'Idempotency-Key': idempotencyKey })
  }

  /** As a browser that follows a link, but stops at a redirect. @returns where it is sent */
  async follow(path: string): Promise<string> {
    const response = await fetch(this.url + path, { redirect: 'manual', headers: { ...this.hostHeader, Cookie: this.cookie } })
    for (const set of response.headers.getSetCookie()) this.keep(set)
    const text = await textOf('GET', path, response)
    return response.headers.get('location') ?? `no redirect: ${response.status} ${text}`
  }

  /** A step of a login; once it is done, the client has the session. */
  async step<T = Record<string, unknown>>(path: string, body: unknown): Promise<Answer<T & { csrfToken?: string }>> {
    const answer = await this.call<T & { csrfToken?: string }>('POST', path, body)
    if (answer.status === 200 && answer.body.csrfToken !== undefined) this.csrf = answer.body.csrfToken
    return answer
  }

  /** After a login that the browser was sent away for. */
  withCsrf(token: string): this {
    this.csrf = token
    return this
  }

  /** A call whose answer may be anything: its text. A Buffer is sent as an upload. */
  async raw(method: string, path: string, body?: unknown): Promise<{ status: number; body: string }> {
    const isFile = Buffer.isBuffer(body)
    const headers: Record<string, string> = isFile ? {} : { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }
    const payload = isFile ? formOf('a.pdf', body) : body === undefined ? undefined : JSON.stringify(body)
    const response = await fetch(this.url + path, {
      method,
      body: payload,
      redirect: 'manual',
      headers: { ...headers, ...this.headers },
    })
    return { status: response.status, body: await textOf(method, path, response) }
  }

  remove<T = Record<string, unknown>>(path: string): Promise<Answer<T>> {
    return this.call<T>('DELETE', path)
  }

  upload<T = { fileId: string }>(name: string, content: Buffer | string, path = '/api/uploads'): Promise<Answer<T>> {
    return this.send<T>('POST', path, formOf(name, content), {})
  }

  private call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send(method, path, body === undefined ? undefined : JSON.stringify(body), {
      'Content-Type': 'application/json',
      ...headers,
    })
  }

  async download(path: string): Promise<{ status: number; data: Buffer; mediaType: string }> {
    const response = await fetch(this.url + path, { headers: { ...this.hostHeader, Cookie: this.cookie } })
    const data = Buffer.from(await response.arrayBuffer())
    const mediaType = response.headers.get('content-type') ?? ''
    assertDocumented({ method: 'GET', path, status: response.status, mediaType, text: data.toString() })
    return { status: response.status, data, mediaType }
  }

  /** What goes with every call of this session. */
  get headers(): Record<string, string> {
    return { ...this.hostHeader, Cookie: this.cookie, 'X-CSRF-Token': this.csrf }
  }

  /** For a browser that goes on with this session. */
  /** For requests that a test makes itself. */
  get csrfToken(): string {
    return this.csrf
  }

  get cookies(): { name: string; value: string }[] {
    return [...this.jar].map(([name, value]) => ({ name, value }))
  }

  private get hostHeader(): Record<string, string> {
    return this.host === undefined ? {} : { 'X-Forwarded-Host': this.host }
  }

  private get cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  private keep(setCookie: string): void {
    const [name, value] = setCookie.split(';')[0]!.split(/=(.*)/s)
    if (value) this.jar.set(name!, value)
    else this.jar.delete(name!)
  }

  async send<T>(method: string, path: string, body: BodyInit | undefined, headers: Record<string, string>): Promise<Answer<T>> {
    const response = await fetch(this.url + path, {
      method,
      body,
      headers: { ...headers, ...this.headers },
    })
    for (const set of response.headers.getSetCookie()) this.keep(set)
    const text = await textOf(method, path, response)
    return { status: response.status, body: (text ? JSON.parse(text) : {}) as Answer<T>['body'] }
  }
}

function formOf(name: string, content: Buffer | string): FormData {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(Buffer.from(content))]), name)
  return form
}

/** The text of an answer that is as the OpenAPI file says. */
async function textOf(method: string, path: string, response: Response): Promise<string> {
  const text = await response.text()
  assertDocumented({ method, path, status: response.status, mediaType: response.headers.get('content-type') ?? '', text })
  return text
}
