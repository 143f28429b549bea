import { describe, expect, it } from 'vitest'
import { fileIdsOf, materialOf, missingMaterials, problemByMaterial } from './application-draft.ts'

const file = (fileId: string) => ({ fileId, name: `${fileId}.pdf`, size: 1 })

describe('an application on its way', () => {
  it('sends the ids of the files, and nothing for a material without any', () => {
    expect(fileIdsOf({ identity: [file('a'), file('b')], proxy: [] })).toEqual({ identity: ['a', 'b'] })
  })

  it('misses what is required and not there', () => {
    const wanted = [
      { key: 'identity', name: '身份证明', required: true },
      { key: 'proxy', name: '授权委托书', required: false },
    ]
    expect(missingMaterials(wanted, {}).map(({ path, message }) => [path, message])).toEqual([['materials.identity', '请上传身份证明']])
    expect(missingMaterials(wanted, { identity: [file('a')] })).toEqual([])
  })

  it('places problems of the server at their material', () => {
    expect(materialOf('materials.identity')).toBe('identity')
    expect(materialOf('phone')).toBeNull()
    const problems = [
      { path: 'materials.identity', code: 'A', message: '一' },
      { path: 'materials.identity', code: 'B', message: '二' },
      { path: 'phone', code: 'C', message: '三' },
    ]
    expect(problemByMaterial(problems)).toEqual({ identity: '一' })
  })
})
