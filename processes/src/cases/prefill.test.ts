import type { FormSchema } from '@lianban/forms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { foodCase, FOOD_FORM, FOOD_MATTER } from '../testing/food-case.ts'
import { Actor, openOffice, type Office } from '../testing/index.ts'
import { carriedOver } from './carried-over.ts'

const START = Date.parse('2026-09-11T09:00:00+08:00')

let office: Office
beforeAll(async () => {
  office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: START })
})
afterAll(() => office.close())

const prefillOf = async (userId: string, matterKey: string) =>
  office.cases.prefill((await office.tenants.users.caller(office.tenantId, userId))!, matterKey)

describe('what the county knows of an applicant', () => {
  it('is his account, before he has applied for anything', async () => {
    const { fields, last } = await prefillOf('shenqing', FOOD_MATTER)
    expect(last).toBeNull()
    // 经营者名称 is the firm's, and a person's name would be wrong there
    expect(fields).toEqual([{ path: 'phone', value: expect.stringMatching(/^1\d{10}$/) as unknown, from: '申请人账户' }])
  })

  it('is what he handed in before, for another matter by the same questions, for the same as a whole', async () => {
    await foodCase(office, (userId) => new Actor(office, userId), 'Task_Intake')
    const other = await prefillOf('shenqing', 'public-place-hygiene-permit')
    const known = Object.fromEntries(other.fields.map(({ path, value, from }) => [path, { value, from }]))
    expect(known.creditCode).toEqual({ value: FOOD_FORM.creditCode, from: '2026年9月11日提交的“食品经营许可”' })
    expect(other.last).toBeNull()
    const same = await prefillOf('shenqing', FOOD_MATTER)
    expect(same.last).toMatchObject({ submittedAt: START, values: { area: FOOD_FORM.area, staff: FOOD_FORM.staff } })
    // a declaration is made anew
    expect(same.last!.values).not.toHaveProperty('truthful')
  })

  it('is told to nobody else', async () => {
    const { fields, last } = await prefillOf('chuangkou', FOOD_MATTER)
    expect(last).toBeNull()
    expect(JSON.stringify(fields)).not.toContain(FOOD_FORM.creditCode)
  })
})

describe('an answer that is carried over', () => {
  const form = (properties: FormSchema['properties']): FormSchema => ({ type: 'object', 'x-lianban': { version: 1 }, properties })
  const source = {
    schema: form({
      firm: { type: 'string', title: '单位名称', 'x-component': 'Input' },
      reason: { type: 'string', title: '申请理由', 'x-component': 'TextArea' },
      phone: { type: 'string', title: '手机号码', 'x-component': 'Phone' },
    }),
    values: { firm: '湖滨面馆', reason: '扩大经营', phone: '13800138000' },
  }

  it('answers the same question, and no text about the matter itself', () =>
    expect(carriedOver(source.schema, { '*': 'write' }, source)).toEqual({ firm: '湖滨面馆', phone: '13800138000' }))

  it('answers no question that only looks alike, nor one that is not open', () => {
    const target = form({
      firm: { type: 'string', title: '委托单位名称', 'x-component': 'Input' },
      phone: { type: 'string', title: '手机号码', 'x-component': 'Phone' },
    })
    expect(carriedOver(target, { '*': 'write', phone: 'read' }, source)).toEqual({})
  })
})
