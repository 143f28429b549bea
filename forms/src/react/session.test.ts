import { evaluateRules, type FormSchema, type FormValues } from '@lianban/forms'
import { Schema } from '@formily/json-schema'
import { createForm } from '@formily/core'
import { describe, expect, it } from 'vitest'
import { anApplication, foodLicence, NOW } from '../../test/fixtures/food-licence.ts'
import { everyComponent, everyValue, tables } from '../../test/fixtures/every-component.ts'
import { toFormilySchema } from './formily-schema.ts'
import { OptionsClient } from './options-client.ts'
import { moveRows } from './row-paths.ts'
import { FormSession, type SessionOptions } from './session.ts'

const open = (over: Partial<SessionOptions> = {}) => new FormSession({ schema: foodLicence, clock: () => NOW, ...over })
const paths = (session: FormSession) => session.problems.map((it) => it.path)

describe('a form being filled in', () => {
  it('says nothing is wrong before anything was left or handed in', () => {
    expect(open().problems).toEqual([])
  })

  it('checks a field when it is left, and writes its value in the one way', () => {
    const session = open()
    session.form.setValuesIn('legal.idNumber', ' 11010519491231002x')
    session.leave('legal.idNumber')
    expect(session.problems).toEqual([])
    expect(session.form.getValuesIn('legal.idNumber')).toBe('11010519491231002X')
    session.form.setValuesIn('applicant.creditCode', '91350100M000100Y44')
    session.leave('applicant.creditCode')
    expect(session.problemAt('applicant.creditCode')?.message).toBe('统一社会信用代码第 18 位校验不符,请核对营业执照')
  })

  it('does not ask for a required field that was only passed through', () => {
    const session = open()
    session.leave('applicant.name')
    expect(session.problems).toEqual([])
  })

  it('shows everything on handing in, and takes back what has been put right', () => {
    const session = open()
    expect(session.submit()).toBeNull()
    expect(paths(session)).toContain('address')
    session.form.setValuesIn('address', '人民路')
    expect(paths(session)).not.toContain('address')
  })

  it('hands in what the rules leave, with computed values', () => {
    const session = open({ initialValues: anApplication({ agentName: '不该有' }) })
    expect(session.submit()).toEqual({ ...anApplication(), staffCount: 2 })
  })

  it('hands in only what may be written', () => {
    const session = open({
      initialValues: anApplication(),
      access: { '*': 'read', area: 'write', 'staff.post': 'write' },
    })
    expect(session.submit()).toEqual({ area: 120.5, staff: [{ post: 'cook' }, { post: 'safety' }], staffCount: 2 })
  })

  it('shows a server problem until its field changes', () => {
    const session = open({ initialValues: anApplication() })
    session.setServerProblems([{ path: 'address', code: 'X', message: '地址已登记' }])
    session.form.setValuesIn('area', 100)
    expect(paths(session)).toEqual(['address'])
    session.form.setValuesIn('address', '别处')
    expect(session.problems).toEqual([])
  })

  it('keeps a problem with its row when a row above is removed', () => {
    const session = open({ initialValues: anApplication() })
    session.form.setValuesIn('staff.1.idNumber', '123')
    session.leave('staff.1.idNumber')
    const table = session.fields.get('staff')
    if (!table) throw new Error('no table')
    session.removeRow(table, 0)
    expect(paths(session)).toEqual(['staff.0.idNumber'])
  })

  it('refuses to hand in while a file is being sent, and forgets that when it has arrived', () => {
    const session = open({ initialValues: anApplication() })
    session.setUploading('layout', true)
    expect(session.problems).toEqual([])
    expect(session.submit()).toBeNull()
    expect(session.problems[0]?.code).toBe('UPLOAD_UNFINISHED')
    session.setUploading('layout', false)
    expect(session.problems).toEqual([])
    expect(session.submit()).not.toBeNull()
  })

  it('tells a draft after each change', () => {
    const session = open()
    const drafts: FormValues[] = []
    const stop = session.onChange((values) => drafts.push(values))
    session.form.setValuesIn('address', '甲')
    stop()
    session.form.setValuesIn('address', '乙')
    expect(drafts.at(-1)).toEqual({ address: '甲', staffCount: 0 })
  })
})

describe('what stands around a field', () => {
  it('is opened when somebody is led to it: its tab and its group', () => {
    const session = new FormSession({ schema: everyComponent, clock: () => NOW })
    session.reveal('capital')
    session.reveal('name')
    expect(session.opened).toEqual({ matters: 'dates', identity: true })
  })
})

describe('options from a source', () => {
  it('are looked up for what is there already, and refused when the source does not have them', async () => {
    const session = new FormSession({
      schema: everyComponent,
      initialValues: { ...everyValue, organ: 'gone' },
      clock: () => NOW,
      optionsSource: tables,
    })
    expect(session.submit()).not.toBeNull()
    await session.options.learn(everyComponent, everyValue)
    await Promise.resolve()
    expect(session.submit()).toBeNull()
    expect(session.problems).toMatchObject([{ path: 'organ', code: 'OPTION_UNKNOWN' }])
    session.form.setValuesIn('organ', 'o1')
    expect(session.problems).toEqual([])
    expect(session.options.get({ users: { post: 'inspector' } }, 'u1')?.label).toBe('王芳')
  })

  it('are asked for once, and again after a failure', async () => {
    let asked = 0
    const client = new OptionsClient({
      list: () => (++asked === 1 ? Promise.reject(new Error('gone')) : Promise.resolve([{ value: 'a', label: '甲' }])),
      find: () => Promise.resolve([]),
    })
    const list = () => client.list({ dictionary: 'x' }, { limit: 50 })
    await expect(list()).rejects.toThrow('gone')
    expect(await list()).toEqual(await list())
    expect(asked).toBe(2)
  })
})

describe('moveRows', () => {
  it('drops the paths of the row and moves those below up', () => {
    expect(moveRows(['a', 't.0.x', 't.1.x', 't.2.x', 't2.1.x'], 't', 1)).toEqual(['a', 't.0.x', 't.1.x', 't2.1.x'])
  })
})

describe('the schema as Formily gets it', () => {
  const translation = (access: SessionOptions['access']) => {
    const session = open({ access })
    return JSON.stringify(toFormilySchema(foodLicence, session))
  }

  it('carries no text that could be compiled, and none of our expressions', () => {
    const text = translation(undefined)
    expect(text).not.toMatch(/\{\{|x-visible-if|x-computed|经营/)
  })

  it('leaves hidden fields out, and sections with nothing in them', () => {
    const text = translation({ '*': 'hidden', 'legal.phone': 'read' })
    expect(text).toContain('"phone"')
    expect(text).not.toMatch(/idNumber|premises|staff/)
  })

  it('throws at any expression that reaches the compiler', () => {
    expect(() => Schema.compile('{{1 + 1}}')).toThrow('refused')
  })
})

describe('headless Formily as a parity check', () => {
  it('hides the same fields as evaluateRules', () => {
    const schema: FormSchema = foodLicence
    for (const kind of ['sale', 'canteen']) {
      const values = anApplication({ applicant: { name: '甲', kind } })
      const session = open({ initialValues: values })
      const form = createForm({ values })
      const field = form.createField({ name: 'applicant.diners', reactions: session.react })
      expect(field.visible).toBe(evaluateRules(schema, values, { now: NOW }).visible['applicant.diners'])
    }
  })
})
