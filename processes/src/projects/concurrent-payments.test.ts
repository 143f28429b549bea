import { expect, it } from 'vitest'
import { describeOnDatabases } from '@lianban/storage/testing'
import {
  cast,
  contracted,
  FOLDER,
  milestone,
  MONDAY,
  paymentsNow,
  recorded,
  request,
} from '../../packages/g3-projects/scenarios/project.ts'
import { openOffice, playedIn } from '../testing/index.ts'

const PLAY_LIMIT_MS = 60_000

describeOnDatabases('payments that are asked for at the same moment', (open) => {
  it(
    'never come to more than the milestone together, and an invoice is used once',
    async () => {
      // given a contract whose first milestone of 900 000 yuan is accepted
      const office = await openOffice({ packageFolder: FOLDER, startAt: Date.parse(MONDAY), people: 'county', database: await open() })
      const s = playedIn(office)
      const { officer, tech, techHead } = cast(s)
      const code = await contracted(s)
      await recorded(s, 'milestone-acceptance', milestone(code, 1, '2026-03-20'), tech, techHead)
      const asks = (amount: string, invoices: readonly string[]) =>
        Promise.allSettled(invoices.map((invoiceNo) => officer.submits('payment-request', request(code, { amount, invoiceNo }), {})))

      // when one invoice is handed in twice, and then five times as much is asked for as is there
      const twice = await asks('100000.00', ['26322000000000000010', '26322000000000000010'])
      const many = await asks(
        '300000.00',
        [11, 12, 13, 14, 15].map((last) => `263220000000000000${last}`),
      )

      // then whatever fits is reserved, and the rest is refused with the reason
      expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
      for (const one of many)
        if (one.status === 'rejected')
          expect(one.reason).toMatchObject({ code: 'FORM_INVALID', details: { problems: [{ code: 'OVER_MILESTONE' }] } })
      const live = (await paymentsNow(s, code)).filter(({ state }) => state === 'reserved')
      expect(live.reduce((sum, { fen }) => sum + fen, 0)).toBe(70_000_000)
      await office.close()
    },
    PLAY_LIMIT_MS,
  )
})
