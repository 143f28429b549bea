import { describe, expect, it } from 'vitest'
import { describeMarks, markersOf } from './marks.ts'

describe('marks of a diagram', () => {
  it('shows a step that was returned to as going on, not as done', () => {
    const marks = markersOf({ completed: ['Task_Review', 'Task_Audit'], active: ['Task_Review'] })
    expect(marks.get('Task_Review')).toBe('active')
    expect(marks.get('Task_Audit')).toBe('completed')
  })

  it('shows an incident whatever else the element is', () => {
    expect(markersOf({ active: ['Task_DocLicence'], incidents: ['Task_DocLicence'] }).get('Task_DocLicence')).toBe('incident')
  })

  it('has no mark for an element that was never reached', () => {
    expect(markersOf({}).size).toBe(0)
  })

  it('says the state in words, each name once, elements without a name left out', () => {
    const names: Record<string, string> = { a: '受理审查', b: '审查' }
    const text = describeMarks({ completed: ['a', 'a', 'flow'], active: ['b'] }, (id) => names[id])
    expect(text).toBe('流程图。已办:受理审查;办理中:审查')
  })

  it('tells a step that is interrupted once, not as going on too', () => {
    const text = describeMarks({ completed: ['b'], active: ['a', 'b'], incidents: ['a'] }, (id) => ({ a: '制作许可证', b: '审查' })[id])
    expect(text).toBe('流程图。办理中:审查;中断:制作许可证')
  })
})
