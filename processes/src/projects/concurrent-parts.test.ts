import { describeOnDatabases } from '@lianban/storage/testing'
import { expect, it } from 'vitest'
import { accepted, decider, decides, examines, landForm, passes } from '../../packages/g3-projects/scenarios/construction.ts'
import { cast, entered, FOLDER, MONDAY } from '../../packages/g3-projects/scenarios/project.ts'
import { openOffice, playedIn } from '../testing/index.ts'

const PLAY_LIMIT_MS = 180_000

/** Organs decide on their parts of a stage in the same moment: what becomes of it is what all of them said. */
describeOnDatabases('parts that are decided at once', (open) => {
  it(
    'never hide what one of them said, whoever is last',
    async () => {
      const office = await openOffice({ packageFolder: FOLDER, startAt: Date.parse(MONDAY), people: 'county', database: await open() })
      const s = playedIn(office)
      try {
        const code = await entered(s, { kind: 'construction', estimate: '1900000.00' })
        const papers = { papers: ['site-plan'], matter: 'land-permit', lead: 'gtj', form: landForm(code) }
        const caseId = await accepted(s, papers)
        await passes(s, 'gtj', '用地预审与选址意见')
        await examines(s, 'fgw', '立项')
        await examines(s, 'gtj', '建设用地规划许可')
        // One has it put right, the other passes, and both press their button now.
        const results = await Promise.allSettled([decides(s, 'fgw', '立项', 'rectify'), decides(s, 'gtj', '建设用地规划许可')])
        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
        await s.documents.make(caseId)
        expect((await cast(s).officer.inbox()).map(({ elementId }) => elementId)).toEqual(['Task_Revise'])
        expect((await decider(s, 'gtj').inbox()).map(({ elementId }) => elementId)).toEqual([])
      } finally {
        await s.close()
      }
    },
    PLAY_LIMIT_MS,
  )
})
