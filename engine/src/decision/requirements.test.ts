import { describe, expect, it } from 'vitest'
import { contextOf, evaluate, load } from './fixtures/load.ts'
import { evaluateDecision } from './index.ts'

describe('a county graph: the risk level of a place', () => {
  const 风险 = (面积: number, 用途: string, 处罚记录: unknown[]) => evaluate('risk-level', { 场所: { 面积, 用途 }, 处罚记录 })

  it('adds the scores of the required decisions', () => {
    expect(风险(100, '办公', []).rules).toEqual([{ 风险等级: '低', 检查周期: '每年' }])
    expect(风险(300, '办公', []).rules).toEqual([{ 风险等级: '低', 检查周期: '每年' }])
    expect(风险(300, '餐饮', []).rules).toEqual([{ 风险等级: '中', 检查周期: '每季度' }])
    expect(风险(1000, '餐饮', [1, 2, 3, 4, 5]).rules).toEqual([{ 风险等级: '高', 检查周期: '每月' }])
  })

  it('tells what was evaluated, in order', () => {
    const { required, inputs } = 风险(300, '餐饮', [1])
    expect(required.map(({ decisionId, rules, collectValue }) => ({ decisionId, rules, collectValue }))).toEqual([
      { decisionId: 'site-score', rules: [{ 分值: 35 }], collectValue: 35 },
      { decisionId: 'history-score', rules: [{ 历史分: 10 }], collectValue: null },
    ])
    expect(inputs).toEqual([{ inputId: 'level-in1', name: '总分', type: null, value: 45 }])
  })
})

describe('required decisions', () => {
  it("are seen by their outputs' names, as in camunda, and by their own, as in DMN; each is evaluated once", () => {
    const result = evaluate('graph', { x: 2 }, 'top')
    expect(result.value).toEqual([21, 22, { a: 21, b: 22 }, [23, 24]])
    expect(result.required.map(({ decisionId }) => decisionId)).toEqual(['base', 'left', 'right'])
  })

  it('are null where no rule matched, whatever variable has that name', () => {
    expect(evaluate('graph', { x: 0, a: 5 }, 'unmatched').value).toBe(true)
  })

  it('may be evaluated alone', () => expect(evaluate('graph', { x: 1 }, 'base')).toMatchObject({ value: 10, required: [] }))

  it('the same model and variables give the same result, and neither is changed', () => {
    const model = load('graph')
    const variables = Object.freeze({ x: 2 })
    const frozen = JSON.stringify(model)
    expect(evaluateDecision(model, 'top', contextOf(variables))).toEqual(evaluateDecision(model, 'top', contextOf(variables)))
    expect(JSON.stringify(model)).toBe(frozen)
  })

  it('a decision that is not in the model is our mistake', () => {
    expect(() => evaluate('graph', {}, 'constructor')).toThrow(RangeError)
  })
})
