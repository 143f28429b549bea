import type { Browser } from './browser.ts'
import { HALL } from './hall-plan.ts'
import { everything } from './pages.ts'
import type { Town } from './town.ts'

/** What the screens of the flows beside licensing show after the month, counted by state. */
export interface FlowsSummary {
  incidents: Record<string, number>
  /** Targets whose disposal is put off. */
  deferred: number
  /** By text of the stage. */
  projects: Record<string, number>
  botMonths: Record<string, number>
  grants: Record<string, number>
  /** Frames of 绩效考核 by state, and how many published versions of places there are. */
  frames: Record<string, number>
  rankings: number
  /** Numbers that were called in the hall. */
  tickets: number
  consultations: Record<string, number>
}

/** Read through the API by those whose screens they are. @param days first and last that were played, `YYYY-MM-DD` */
export async function summarizeFlows(town: Town, { from, until }: { from: string; until: string }): Promise<FlowsSummary> {
  const supervisor = await town.browserOf('zhuguan')
  const projectOffice = await town.browserOf('zhb-shenhe')
  const bot = await projectOffice.get<{ months: { state: string }[] }>('/api/bot-months')
  const fund = await projectOffice.get<{ years: { grants: { state: string }[] }[] }>('/api/special-fund')
  const tickets = await supervisor.get<{ items: { served: number }[] }>(`/api/queue/figures?hall=${HALL}&from=${from}&until=${until}`)
  const deferred = await supervisor.get<{ items: unknown[] }>('/api/linkage/deferred')
  return {
    incidents: counted(await everything<{ state: string }>(supervisor, '/api/linkage/incidents?state=all'), ({ state }) => state),
    deferred: deferred?.items.length ?? 0,
    projects: counted(await everything<{ stageText: string }>(projectOffice, '/api/projects'), ({ stageText }) => stageText),
    botMonths: counted(
      (bot?.months ?? []).filter(({ state }) => state !== 'ahead'),
      ({ state }) => state,
    ),
    grants: counted(fund?.years.flatMap(({ grants }) => grants) ?? [], ({ state }) => state),
    ...(await assessed(await town.browserOf('fgw-kaohe'))),
    tickets: (tickets?.items ?? []).reduce((sum, { served }) => sum + served, 0),
    consultations: {
      open: (await everything(supervisor, '/api/consultations?state=open')).length,
      answered: (await everything(supervisor, '/api/consultations?state=answered')).length,
    },
  }
}

async function assessed(office: Browser): Promise<Pick<FlowsSummary, 'frames' | 'rankings'>> {
  const frames = (await office.get<{ items: { id: string; status: string }[] }>('/api/assessment/frames'))?.items ?? []
  const rankings = await Promise.all(frames.map(({ id }) => office.get<{ versions: unknown[] }>(`/api/assessment/frames/${id}/ranking`)))
  return { frames: counted(frames, ({ status }) => status), rankings: rankings.reduce((sum, one) => sum + (one?.versions.length ?? 0), 0) }
}

function counted<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
}
