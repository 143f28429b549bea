import { beforeAll, describe, expect, it } from 'vitest'
import type { ThemeManifest } from '../manifest.ts'
import { onShortMatters, SIGN, THEME } from '../../packages/c3-licensing/scenarios/restaurant.ts'
import { checkLoaded } from './check-package.ts'
import { loadPackage, type ProcessPackage } from './load-package.ts'
import { PACKAGES_FOLDER } from './templates.ts'

describe('the check of a theme', () => {
  let whole: ProcessPackage
  beforeAll(async () => {
    whole = await loadPackage(`${PACKAGES_FOLDER}/c3-licensing`)
  })

  /** What the check says of the theme when something is changed. */
  const said = (change: (theme: ThemeManifest, draft: ProcessPackage) => void): [string, string][] => {
    const draft = structuredClone(whole)
    onShortMatters((theme) => change(theme, draft))(draft)
    return checkLoaded(draft)
      .filter(({ place }) => place.includes(`/themes/${THEME}`))
      .map(({ code, message }) => [code, message])
  }

  it('has nothing to say of a theme that holds together', () => expect(said(() => undefined)).toEqual([]))

  it('says nothing of a draft', () => expect(said((theme) => Object.assign(theme, { draft: true, matters: [] }))).toEqual([]))

  it.each<[string, string, string, (theme: ThemeManifest, draft: ProcessPackage) => void]>([
    ['a matter that is not there', 'THEME_MATTER_MISSING', 'nothing', (theme) => void (theme.matters[1]!.matter = 'nothing')],
    ['a matter twice', 'THEME_MATTER_TWICE', SIGN, (theme) => void theme.matters.push(theme.matters[2]!)],
    ['a dependency outside of it', 'THEME_DEPENDENCY_MISSING', 'other', (theme) => void (theme.matters[2]!.dependsOn[0]!.matter = 'other')],
    [
      'matters that wait for each other',
      'THEME_CIRCLE',
      '→',
      (theme) => void theme.matters[0]!.dependsOn.push({ matter: SIGN, stopsOnRefusal: false, take: {} }),
    ],
    [
      'a clash of type',
      'THEME_FIELD_CLASH',
      'forms/test-',
      (_theme, { forms }) => void (forms['test-food-business-licence']!.properties.rooms = { type: 'string', title: '房间' }),
    ],
    ['a field that the form has not', 'FIELD_MISSING', 'nowhere', (theme) => void (theme.matters[1]!.fields = { nowhere: 'x' })],
    ['two fields as one', 'THEME_FIELD_TWICE', 'phone', (theme) => void (theme.matters[1]!.fields = { unitName: 'phone' })],
    ['a condition without words', 'THEME_WHEN_UNSAID', 'whenText', (theme) => void delete theme.matters[1]!.whenText],
    ['a condition that cannot be read', 'EXPRESSION_INVALID', '', (theme) => void (theme.matters[1]!.when = 'count(')],
    ['a condition on nothing that is asked', 'FIELD_MISSING', 'other', (theme) => void (theme.matters[1]!.when = 'other = 1')],
    ['a form of questions that is not there', 'FORM_MISSING', 'nothing', (theme) => void (theme.questions = 'nothing')],
    ['an applicant without a name', 'FIELD_MISSING', 'nobody', (theme) => void (theme.applicantName = 'nobody')],
  ])('names %s', (_, code, part, change) => {
    const found = said(change)
    expect(found.map(([one]) => one)).toContain(code)
    expect(found.find(([one]) => one === code)![1]).toContain(part)
  })
})
