import { diceOf } from '@lianban/processes/try-out'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isWorkday, plusDays, startOfDay, timeOfDay, type PdfRenderer } from '@lianban/processes'
import { openDatabase } from '@lianban/storage'
import { SAMPLE_COUNTY } from '@lianban/tenants'
import type { Logger } from 'pino'
import { createApp } from '../server/app.ts'
import { CHORES } from '../server/chores.ts'
import { compose, type Composition } from '../server/compose.ts'
import type { Config } from '../server/config.ts'
import { runTenantWorkers } from '../server/tenant-workers.ts'
import { firmOf, makeApplicants, type Applicant } from './applicants.ts'
import { passTime, settle, simulatedClock, type SimulatedClock } from './calendar.ts'
import { type OpenTask } from './clerks.ts'
import { Deeds } from './deeds.ts'
import { summarizeFlows, type FlowsSummary } from './flows-summary.ts'
import { paperPrinter, type PaperMode } from './papers.ts'
import { ARRIVALS, CASES_PER_APPLICANT, FAVOURITE, ROUND_MS, type Plan } from './plan.ts'
import { assertEmpty } from './preconditions.ts'
import { createRounds, roundsOf } from './rounds.ts'
import { summarize, type Summary } from './summary.ts'
import { openTown, type Town } from './town.ts'

const TENANT = SAMPLE_COUNTY.tenant.id
const BY = { actor: { userId: 'system', name: '系统' } }
/** Nobody is logged out in the middle of the month; everybody logs out at its end. */
const SESSION_MS = 400 * 86_400_000
/** The one password of all accounts is printed in the README: there is nothing to protect. Whoever chooses his own gets the full cost. */
const PUBLISHED_PASSWORD = { N: 1024, r: 8, p: 1 }
/** Nothing else is served meanwhile. */
const WORKERS = { concurrency: 6, pollIntervalMs: 10 }
/** Of the firms so many have papers that Chromium prints, in the mode `some`. */
const PRINTED_SHARE = 0.1
const TASK_PAGE = 200

export interface DemoOptions {
  config: Config
  logger: Logger
  /** Simulated days, 1 to 366. */
  days: number
  /** The same seed and the same last day give the same month. */
  seed: string
  /** The first day that is not played any more, `YYYY-MM-DD`: the month ends at midnight before it. */
  until: string
  papers: PaperMode
  /** What comes in. @default ARRIVALS */
  plan?: Plan
  /** Prints the papers instead of what `papers` says: for tests. */
  renderer?: PdfRenderer
  /** Told at each round of the simulated day. */
  onRound?: (progress: Progress) => void
  /** Asked at each round. @returns true: stop here */
  isStopped?: () => boolean
}

export interface Progress {
  day: number
  days: number
  /** `YYYY-MM-DD` */
  date: string
  begun: number
  deeds: Deeds
  isEndOfDay: boolean
}

export interface DemoResult {
  summary: Summary
  /** Of what is not licensing. */
  flows: FlowsSummary
  deeds: Deeds
  /** false: it was stopped before its end. */
  isWhole: boolean
}

/**
 * Plays a month of cases in the sample county: real people's browsers talk to the real HTTP application, on a clock that this
 * function turns; nothing is written but by the services themselves.
 * @throws DemoError if the installation is not empty
 */
export async function playDemo(options: DemoOptions): Promise<DemoResult> {
  const { config, logger, days, seed, until } = options
  await assertEmpty(config)
  const clock = simulatedClock(startOfDay(plusDays(until, -days)))
  const services = await compose(patient(config), logger, clock, {
    database: openDatabase(config.databaseUrl, { isDurable: false }),
    scrypt: PUBLISHED_PASSWORD,
  })
  const door = await openDoor(services)
  const deeds = new Deeds()
  const town = openTown({
    url: door.url,
    password: SAMPLE_COUNTY.password,
    seed,
    deeds,
    now: clock,
    isWorkday: (day) => isWorkday(day, services.calendars.of(TENANT)),
  })
  const applicants = await moveIn(services, options)
  const workers = await runTenantWorkers(services, door.url, { ...WORKERS, renderer: options.renderer ?? printer(options, applicants) })
  try {
    const isWhole = await playDays({ ...options, services, clock, town, applicants })
    const summary = await summarize(await town.browserOf('zhuguan'), await town.browserOf('jianjian'))
    const flows = await summarizeFlows(town, { from: plusDays(until, -days), until })
    await town.close()
    await settle(services, clock, TENANT)
    return { summary, flows, deeds, isWhole }
  } finally {
    await workers.stop()
    await door.close()
    await services.close()
  }
}

/** The same installation without what would hinder people who do a month's work in minutes. */
const patient = (config: Config): Config => ({
  ...config,
  rateLimitPerMinute: 0,
  workers: true,
  identity: {
    ...config.identity,
    sessionLifeMs: SESSION_MS,
    idle: { ...config.identity.idle, defaultMs: SESSION_MS, windowMs: SESSION_MS, applicantMs: SESSION_MS },
  },
})

/** The HTTP application on a free port of this machine, for nobody else. */
async function openDoor(services: Composition): Promise<{ url: string; close(): Promise<void> }> {
  const http = createServer(createApp(services).callback())
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async close() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

/** The applicants get their accounts, as those of the sample county have theirs. */
async function moveIn({ tenants }: Composition, { seed, days, plan = ARRIVALS }: DemoOptions): Promise<Applicant[]> {
  const perDay = plan.reduce((sum, arrival) => sum + arrival.perDay, 0)
  const count = Math.max(8, Math.round((perDay * days * 5) / 7 / CASES_PER_APPLICANT))
  const known = SAMPLE_COUNTY.users.find(({ username }) => username === FAVOURITE.username)!
  const applicants = makeApplicants(seed, count, {
    username: known.username,
    name: known.name,
    citizenId: known.citizenId!,
    phone: known.phone!,
  })
  const accounts = applicants.filter(({ username }) => username !== known.username)
  await tenants.users.createDemo(
    SAMPLE_COUNTY.password,
    accounts.map(({ username, name, citizenId, phone }) => ({
      ...{ tenantId: TENANT, id: username, username, name, citizenId, phone },
      ...{ kind: 'applicant', by: BY },
    })),
  )
  return applicants
}

function printer({ papers, config, seed }: DemoOptions, applicants: readonly Applicant[]): PdfRenderer {
  const printed = applicants
    .filter(({ username }) => username === FAVOURITE.username || diceOf(seed, 'printed', username).chance(PRINTED_SHARE))
    .flatMap((applicant) => Array.from({ length: 12 }, (_, nth) => firmOf(seed, applicant, nth).name))
  return paperPrinter(papers, config.chromiumPath, (html) => printed.some((name) => html.includes(name)))
}

interface Playing extends DemoOptions {
  services: Composition
  clock: SimulatedClock
  town: Town
  applicants: readonly Applicant[]
}

/** @returns false: stopped on the way */
async function playDays(playing: Playing): Promise<boolean> {
  const { services, clock, town, applicants, days, until, onRound, isStopped, plan = ARRIVALS } = playing
  const rounds = createRounds({ town, applicants, plan, days, until, openTasks: () => openTasks(services) })
  for (let day = 0; day < days; day++) {
    const date = plusDays(until, day - days)
    const told = (isEndOfDay: boolean) =>
      onRound?.({
        day: day + 1,
        days,
        date,
        begun: town.deeds.count('case.submitted', 'case.ex-officio', 'case.assisted', 'incident.reported', '.handed-in'),
        deeds: town.deeds,
        isEndOfDay,
      })
    await passTime(services, clock, TENANT, startOfDay(date))
    for (const chore of [CHORES.housekeeping, CHORES.organisation, CHORES.calendars]) await chore(services)
    for (const { time, deedsOf, ms = ROUND_MS } of roundsOf(town, rounds, day, town.isWorkday(date))) {
      if (isStopped?.()) return false
      const from = timeOfDay(date, time)
      await passTime(services, clock, TENANT, from)
      const deeds = await deedsOf()
      for (const [i, deed] of deeds.entries()) {
        clock.moveTo(from + Math.round(((i + 1) * ms) / (deeds.length + 1) / 1000) * 1000)
        await deed()
      }
      await settle(services, clock, TENANT)
      told(false)
    }
    told(true)
  }
  await passTime(services, clock, TENANT, startOfDay(until))
  return true
}

/** Who may take which task now: whoever has none does not come to his desk. */
async function openTasks({ engine }: Composition): Promise<OpenTask[]> {
  const open: OpenTask[] = []
  for (let after: string | null | undefined = undefined; after !== null;) {
    const page: Awaited<ReturnType<typeof engine.tasks.list>> = await engine.tasks.list({ tenantId: TENANT, limit: TASK_PAGE, after })
    for (const { id, definition_key, assignee, candidate_users, candidate_groups } of page.items)
      open.push({
        id,
        process: definition_key,
        people: assignee === null ? candidate_users : [assignee],
        groups: assignee === null ? candidate_groups : [],
      })
    after = page.next
  }
  return open
}
