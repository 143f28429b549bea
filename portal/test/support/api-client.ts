import { randomUUID } from 'node:crypto'

export interface Answer<T = Record<string, unknown>> {
  status: number
  body: T & { error?: { code: string; message: string; details?: { problems?: { path: string; code: string; message: string }[] } } }
}

const PASSWORD = 'Lianban@2026'

/** One person's browser without the browser: session cookie, CSRF header, idempotency keys. */
export class ApiClient {
  readonly url: string
  /** The host that the requests name as a proxy does, where several tenants share one server. */
  readonly host: string | undefined
  private cookie = ''
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
    other.cookie = this.cookie
    other.csrf = this.csrf
    return other
  }

  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>> {
    return this.call<T>('GET', path)
  }

  post<T = Record<string, unknown>>(path: string, body: unknown = {}, idempotencyKey: string = randomUUID()): Promise<Answer<T>> {
    return this.call<T>('POST', path, body, { 'Idempotency-Key': idempotencyKey })
  }

  async upload(name: string, content: Buffer | string): Promise<Answer<{ fileId: string }>> {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(Buffer.from(content))]), name)
    return this.send('POST', '/api/uploads', form, {})
  }

  private call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send(method, path, body === undefined ? undefined : JSON.stringify(body), { 'Content-Type': 'application/json', ...headers })
  }

  async download(path: string): Promise<{ status: number; data: Buffer; mediaType: string }> {
    const response = await fetch(this.url + path, { headers: { ...this.hostHeader, Cookie: this.cookie } })
    return { status: response.status, data: Buffer.from(await response.arrayBuffer()), mediaType: response.headers.get('content-type') ?? '' }
  }

  private get hostHeader(): Record<string, string> {
    return this.host === undefined ? {} : { 'X-Forwarded-Host': this.host }
  }

  private async send<T>(method: string, path: string, body: BodyInit | undefined, headers: Record<string, string>): Promise<Answer<T>> {
    const response = await fetch(this.url + path, { method, body, headers: { ...this.hostHeader, ...headers, Cookie: this.cookie, 'X-CSRF-Token': this.csrf } })
    const set = response.headers.get('set-cookie')
    if (set) this.cookie = set.split(';')[0]!
    const text = await response.text()
    return { status: response.status, body: (text ? JSON.parse(text) : {}) as Answer<T>['body'] }
  }
}
