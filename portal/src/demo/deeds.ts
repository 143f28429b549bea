/** A request that the server did not carry out although the demonstration had every reason to send it. */
export interface Refusal {
  method: string
  path: string
  status: number
  code: string
  username: string
  /** The answer, cut. */
  text: string
}

/** Of each kind of refusal so many are kept with their text. */
const KEPT_EXAMPLES = 3

/** What was done in the month, counted, and what went wrong. */
export class Deeds {
  readonly counts = new Map<string, number>()
  /** By route and code. */
  readonly refusals = new Map<string, { count: number; examples: Refusal[] }>()
  requests = 0

  called(): void {
    this.requests++
  }

  /** @param deed `Task_Intake.accept`, `rating.poor` */
  done(deed: string): void {
    this.counts.set(deed, (this.counts.get(deed) ?? 0) + 1)
  }

  refused(refusal: Refusal): void {
    const key = `${refusal.method} ${routeOf(refusal.path)} ${refusal.status} ${refusal.code}`
    const known = this.refusals.get(key) ?? { count: 0, examples: [] }
    known.count++
    if (known.examples.length < KEPT_EXAMPLES) known.examples.push(refusal)
    this.refusals.set(key, known)
  }

  /** All deeds of these names, or of names that end so where one begins with a dot. */
  count(...names: string[]): number {
    const isMeant = (deed: string) => names.some((name) => (name.startsWith('.') ? deed.endsWith(name) : deed === name))
    return [...this.counts].reduce((sum, [deed, count]) => sum + (isMeant(deed) ? count : 0), 0)
  }
}

/** The path without ids and query: ids have a digit and at least twenty characters. */
const routeOf = (path: string): string =>
  path
    .split('?')[0]!
    .split('/')
    .map((part) => (part.length >= 20 && /\d/.test(part) ? '{id}' : part))
    .join('/')
