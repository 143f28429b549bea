import { Agent, request } from 'node:http'
import { quantile } from './figures.ts'

/** One answer. */
export interface Reply {
  status: number
  text: string
}

export interface Call {
  /** Under which it stands in the table. */
  kind: string
  method?: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: unknown
  /** Statuses that are no error: a colleague was faster. */
  expected?: readonly number[]
}

/** An answer that has not come by then is an error. */
const TIMEOUT_MS = 30_000

/** Sends requests and keeps how long each kind took. */
export class Traffic {
  private readonly url: URL
  /** Everybody keeps his connection, as browsers do. */
  private readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: Infinity })
  private readonly durations = new Map<string, number[]>()
  /** Kind, status and code → how often. */
  readonly errors = new Map<string, number>()
  refused = 0

  constructor(url: string) {
    this.url = new URL(url)
  }

  async send({ kind, method = 'GET', path, headers, body, expected = [] }: Call): Promise<Reply | null> {
    const startedAt = performance.now()
    const reply = await this.exchange(method, path, headers, body).catch((error: Error) => ({ status: 0, text: error.message }))
    const known = this.durations.get(kind) ?? []
    known.push(performance.now() - startedAt)
    this.durations.set(kind, known)
    if (reply.status >= 200 && reply.status < 300) return reply
    if (expected.includes(reply.status)) this.refused++
    else {
      const code = /"code":"(\w+)"/.exec(reply.text)?.[1] ?? reply.text.slice(0, 100)
      const key = `${kind}: ${reply.status} ${code}`
      this.errors.set(key, (this.errors.get(key) ?? 0) + 1)
    }
    return null
  }

  /** A connection that stays open, as a browser's for the live count. @returns ends it */
  stream(path: string, headers: Record<string, string>): () => void {
    const asked = request(
      { host: this.url.hostname, port: this.url.port, path, headers, agent: new Agent({ keepAlive: false }) },
      (response) => {
        if (response.statusCode !== 200)
          this.errors.set(`stream: ${response.statusCode}`, (this.errors.get(`stream: ${response.statusCode}`) ?? 0) + 1)
        response.resume().on('error', () => undefined)
      },
    )
    asked.on('error', () => undefined)
    asked.end()
    return () => asked.destroy()
  }

  close(): void {
    this.agent.destroy()
  }

  /** Markdown: one line for each kind. */
  table(): string {
    const lines = [...this.durations].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, durations]) => line(kind, durations))
    const all = line('all', [...this.durations.values()].flat())
    return ['| request | count | p50 ms | p95 ms | p99 ms | max ms |', '| --- | ---: | ---: | ---: | ---: | ---: |', ...lines, all].join(
      '\n',
    )
  }

  get count(): number {
    return [...this.durations.values()].reduce((sum, { length }) => sum + length, 0)
  }

  private exchange(method: string, path: string, headers: Record<string, string>, body: unknown): Promise<Reply> {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const { hostname: host, port } = this.url
    const sent =
      payload === undefined
        ? headers
        : { ...headers, 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(payload)) }
    return new Promise((resolve, reject) => {
      const asked = request({ host, port, method, path, headers: sent, agent: this.agent, timeout: TIMEOUT_MS }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => resolve({ status: response.statusCode!, text: Buffer.concat(parts).toString() }))
        response.on('error', reject)
      })
      asked.on('timeout', () => asked.destroy(new Error('no answer')))
      asked.on('error', reject)
      asked.end(payload)
    })
  }
}

function line(kind: string, durations: number[]): string {
  const sorted = [...durations].sort((a, b) => a - b)
  const ms = (value: number) => String(Math.round(value))
  return `| ${kind} | ${sorted.length} | ${[0.5, 0.95, 0.99, 1].map((q) => ms(quantile(sorted, q))).join(' | ')} |`
}
