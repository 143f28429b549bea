import type { Context } from 'koa'
import { describe, expect, test } from 'vitest'
import { before, flag, is, like, oneOf, option, tenantParameters, variables } from './parameters.ts'
import { querySpec, readListQuery } from './query.ts'

const TASKS = querySpec({
  parameters: {
    assignee: is('assignee'),
    nameLike: like('name', { ignoreCase: true }),
    taskIdIn: oneOf('id'),
    dueBefore: before('due_at'),
    unassigned: flag({ column: 'assignee', op: 'null' }),
    processVariables: variables('variable'),
    variableNamesIgnoreCase: option('flag'),
    variableValuesIgnoreCase: option('flag'),
    ...tenantParameters,
  },
  sortKeys: {
    created: 'created_at',
    variable: (order, { variable }) => ({
      column: 'number_value',
      order,
      related: { name: 'variable', where: [{ column: 'name', op: '=', value: String(variable) }] },
    }),
  },
  order: [{ column: 'id', order: 'asc' }],
  orQueries: true,
})
const get = (query: Record<string, string>) => readListQuery({ method: 'GET', query } as unknown as Context, TASKS)
const post = (body: object, query = {}) => readListQuery({ method: 'POST', query, request: { body } } as unknown as Context, TASKS)
const error = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (thrown) {
    return thrown
  }
}

describe('a query', () => {
  test('by GET and by POST asks the same', () => {
    const asked = get({
      assignee: 'wang',
      taskIdIn: 'a,b',
      dueBefore: '2025-03-04T01:00:00.000 0000',
      unassigned: 'true',
      firstResult: '5',
      maxResults: '10',
      sortBy: 'created',
      sortOrder: 'desc',
    })
    expect(
      post(
        {
          assignee: 'wang',
          taskIdIn: ['a', 'b'],
          dueBefore: '2025-03-04T01:00:00.000+0000',
          unassigned: true,
          nameLike: null,
          sorting: [{ sortBy: 'created', sortOrder: 'desc' }],
        },
        { firstResult: '5', maxResults: '10' },
      ),
    ).toEqual(asked)
    expect(asked).toMatchObject({
      where: [
        { column: 'assignee', op: '=', value: 'wang' },
        { column: 'id', op: 'in', values: ['a', 'b'] },
        { column: 'due_at', op: '<', value: Date.UTC(2025, 2, 4, 1) },
        { column: 'assignee', op: 'null' },
      ],
      order: [
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'asc' },
      ],
      limit: 10,
      offset: 5,
    })
    expect(get({ unassigned: 'false' }).where).toEqual([])
  })

  test('variables are texts in a query string, and typed in JSON', () => {
    expect(get({ processVariables: 'my_name_like_a%,b_gteq_5' }).values.processVariables).toEqual([
      { name: 'my_name', operator: 'like', value: 'a%' },
      { name: 'b', operator: 'gteq', value: '5' },
    ])
    expect(post({ processVariables: [{ name: 'n', operator: 'neq', value: 5 }], variableNamesIgnoreCase: true }).where).toEqual([
      {
        related: 'variable',
        where: [
          { column: 'name', op: '=', value: 'n', ignoreCase: true },
          {
            not: [
              { column: 'type', op: 'in', values: ['Integer', 'Long', 'Short', 'Double'] },
              { column: 'number_value', op: '=', value: 5 },
            ],
          },
        ],
      },
    ])
    expect(error(() => post({ processVariables: [{ name: 'n', operator: 'gt', value: true }] }))).toMatchObject({ status: 400 })
    expect(error(() => get({ processVariables: 'n_is_5' }))).toMatchObject({ status: 400 })
  })

  test('orQueries are alternatives inside, and all of them must hold', () => {
    const { where } = post({ assignee: 'a', orQueries: [{ assignee: 'b', unassigned: true }, { nameLike: 'x%' }] })
    expect(where).toEqual([
      { column: 'assignee', op: '=', value: 'a' },
      { any: [[{ column: 'assignee', op: '=', value: 'b' }], [{ column: 'assignee', op: 'null' }]] },
      { any: [[{ column: 'name', op: 'like', value: 'x%', ignoreCase: true }]] },
    ])
  })

  test('an unknown parameter is refused and the nearest known one named', () => {
    expect(error(() => get({ asignee: 'a' }))).toMatchObject({
      status: 400,
      type: 'InvalidRequestException',
      message: "Unknown query parameter 'asignee'; did you mean 'assignee'?",
    })
    expect(error(() => post({ quite: 'other' }))).toMatchObject({ status: 400, message: "Unknown query parameter 'quite'" })
    expect(error(() => post({}, { assignee: 'a' }))).toMatchObject({ status: 400 })
    expect(error(() => post({ orQueries: [{ sorting: [] }] }))).toMatchObject({ status: 400 })
  })

  test('sorting needs both halves and a key that is known', () => {
    expect(error(() => get({ sortBy: 'created' }))).toMatchObject({
      status: 400,
      message: expect.stringContaining('sortBy and sortOrder required') as string,
    })
    expect(error(() => get({ sortBy: 'x', sortOrder: 'asc' }))).toMatchObject({ status: 400 })
    expect(error(() => get({ sortBy: 'created', sortOrder: 'up' }))).toMatchObject({ status: 400 })
    expect(post({ sorting: [{ sortBy: 'variable', sortOrder: 'asc', parameters: { variable: 'v' } }] }).order[0]).toMatchObject({
      column: 'number_value',
      related: { name: 'variable' },
    })
  })

  test('values of the wrong kind are refused by name', () => {
    for (const query of [{ dueBefore: 'today' }, { unassigned: 'yes' }, { firstResult: 'a' }, { maxResults: '1001' }])
      expect(error(() => get(query as never))).toMatchObject({ status: 400 })
  })
})
