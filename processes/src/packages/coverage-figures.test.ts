import { expect, it } from 'vitest'
import { coverageFigures } from './coverage-figures.ts'
import { loadPackage } from './load-package.ts'
import { PACKAGES_FOLDER } from './templates.ts'

it('figures of coverage count the flows that scenarios walk, and nothing that was recorded for another version of the model', async () => {
  const good = await loadPackage(`${PACKAGES_FOLDER}/c3-rating`)
  const [figure] = coverageFigures(good)
  expect(figure).toMatchObject({ file: 'rating-follow-up.bpmn', walked: figure!.flows })
  expect(figure!.flows).toBeGreaterThan(10)

  const { models, scenarios } = good.coverage as { models: Record<string, string>; scenarios: Record<string, string[]> }
  const [title, flows] = Object.entries(scenarios)[0]!
  const one = coverageFigures({ ...good, coverage: { models, scenarios: { [title]: flows } } })[0]!
  expect(one.walked).toBe(new Set(flows).size)
  expect(one.walked).toBeLessThan(figure!.flows)

  const changed = { ...good.models, 'rating-follow-up.bpmn': `${good.models['rating-follow-up.bpmn']}\n` }
  expect(coverageFigures({ ...good, models: changed })[0]!.walked).toBe(0)
  expect(coverageFigures({ ...good, models: { 'broken.bpmn': '<' } })).toEqual([])
})
