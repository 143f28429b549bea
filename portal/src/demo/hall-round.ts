import { citizenId, mobile, personName } from '@lianban/processes/try-out'
import { firmOf, type Applicant } from './applicants.ts'
import { submitAt } from './applying.ts'
import type { Browser } from './browser.ts'
import {
  ASSISTED,
  CLASS_WEIGHTS,
  DEVICE_KEEPER,
  HALL,
  HALL_CLOSES,
  HALL_ROUNDS,
  NUMBERS,
  PASSED,
  PRIORITY_WEIGHTS,
  WINDOWS,
} from './hall-plan.ts'
import { timed, type Deed, type Round, type Town } from './town.ts'

interface Desk {
  current: { id: string } | null
  passed: { id: string }[]
}

/** A morning in the service hall: numbers are taken at the kiosk, called, served, passed over; the comprehensive window enters applications. */
export function createHallRound(
  town: Town,
  applicants: readonly Applicant[],
  /** Told of whom an application was entered for, where it is one of these. */
  onAssisted: (applicant: Applicant, matter: string) => void,
) {
  let kiosk: Browser | null = null

  const opens = async (): Promise<void> => {
    kiosk ??= await pairedKiosk(town)
    for (const { clerk, window, classes } of WINDOWS)
      await (await town.browserOf(clerk)).post('/api/queue/desk/open', { hallId: HALL, window, classes })
  }

  const takes = async (about: string): Promise<void> => {
    const dice = town.dice('number', about)
    const taken = await kiosk?.post('/api/queue-device/tickets', {
      letter: dice.weighted(CLASS_WEIGHTS),
      priority: dice.weighted(PRIORITY_WEIGHTS),
    })
    if (taken) town.deeds.done('ticket.taken')
  }

  const calls = async (clerk: string, about: string): Promise<void> => {
    const browser = await town.browserOf(clerk)
    const desk = await browser.get<Desk>('/api/queue/desk')
    const dice = town.dice('call', clerk, about)
    if (desk?.current && dice.chance(PASSED)) {
      if (await browser.post('/api/queue/desk/again')) town.deeds.done('ticket.called-again')
      if (await browser.post('/api/queue/desk/pass')) town.deeds.done('ticket.passed')
    } else if (desk?.current) town.deeds.done('ticket.served')
    for (const { id } of desk?.passed ?? [])
      if (dice.chance(0.5) && (await browser.post(`/api/queue/tickets/${id}/return`))) town.deeds.done('ticket.returned')
    await browser.post('/api/queue/desk/next')
  }

  const closes = async (): Promise<void> => {
    for (const { clerk } of WINDOWS) {
      const browser = await town.browserOf(clerk)
      const desk = await browser.get<Desk>('/api/queue/desk')
      if (desk?.current && (await browser.post('/api/queue/desk/serve'))) town.deeds.done('ticket.served')
      await browser.post('/api/queue/desk/close')
    }
  }

  const assists = async (day: number): Promise<void> => {
    const dice = town.dice('assisted', day)
    if (!dice.chance(ASSISTED.perDay)) return
    const browser = await town.browserOf(ASSISTED.clerk)
    const known = dice.pick(applicants.filter(({ trade }) => trade === 'food'))
    const person = dice.chance(ASSISTED.unknownShare)
      ? { ...known, name: personName(dice), citizenId: citizenId(dice), phone: mobile(dice) }
      : known
    const number = { kind: 'person', number: person.citizenId }
    const found = await browser.post<{ applicant: { id: string } | null }>('/api/window/applicants/search', number)
    const applicantId = found?.applicant?.id ?? (await register(browser, { ...number, name: person.name, phone: person.phone }))
    if (!applicantId) return
    await browser.post('/api/window/applications', { applicantId, matterKey: ASSISTED.matter })
    const sent = await submitAt({ town, browser, applicant: person, dice }, firmOf(town.seed, person, day), {
      matter: ASSISTED.matter,
      applicantId,
    })
    if (!sent) return
    town.deeds.done('case.assisted')
    if (person === known) onAssisted(known, ASSISTED.matter)
  }

  return (day: number): Round[] => [
    timed('08:55', () => [opens]),
    ...HALL_ROUNDS.map((time, i) =>
      timed(time, (): Deed[] => {
        const dice = town.dice('hall', day, i)
        const numbers = Array.from({ length: dice.whole(...NUMBERS) }, (_, n) => () => takes(`${day} ${i} ${n}`))
        const served = [0, 1].flatMap((turn) =>
          WINDOWS.map(
            ({ clerk }) =>
              () =>
                calls(clerk, `${day} ${i} ${turn}`),
          ),
        )
        return [...numbers, ...served, ...(i === 2 ? [() => assists(day)] : [])]
      }),
    ),
    timed(HALL_CLOSES, () => [closes]),
  ]
}

/** The kiosk is registered, and shows its token once. */
async function pairedKiosk(town: Town): Promise<Browser | null> {
  const keeper = await town.browserOf(DEVICE_KEEPER)
  const made = await keeper.post<{ token: string }>('/api/queue/devices', { hallId: HALL, kind: 'kiosk', name: '一楼大厅取号机' })
  if (!made) return null
  const kiosk = town.deviceOf('取号机')
  return (await kiosk.post('/api/queue-device/pairing', { token: made.token })) ? kiosk : null
}

async function register(browser: Browser, person: object): Promise<string | undefined> {
  const made = await browser.post<{ applicant: { id: string } }>('/api/window/applicants', person)
  return made?.applicant.id
}
