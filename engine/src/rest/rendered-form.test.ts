import { expect, test } from 'vitest'
import { compileExpression } from '../index.ts'
import { renderForm } from './rendered-form.ts'

const context = {
  variables: {},
  functions: {},
  now: 0,
}
const blank = { label: null, defaultValue: null, values: [], constraints: [], properties: {}, isBusinessKey: false }

test('each field has a label and an input that tells its variable; texts are escaped', () => {
  const html = renderForm(
    [
      {
        ...blank,
        id: 'days',
        type: 'long',
        label: compileExpression('Days <b>'),
        constraints: [
          { name: 'min', config: '1' },
          { name: 'required', config: null },
        ],
      },
      {
        ...blank,
        id: 'kind',
        type: 'enum',
        values: [
          { id: 'a', name: 'A' },
          { id: 'b"', name: null },
        ],
      },
      { ...blank, id: 'ok', type: 'boolean' },
    ],
    { days: { value: 3, type: 'Long' }, kind: { value: 'a', type: 'String' }, ok: { value: true, type: 'Boolean' } },
    context,
  )
  expect(html).toBe(`<form name="generatedForm" role="form">
  <div class="form-group">
    <label for="days">Days &lt;b&gt;</label>
    <input class="form-control" type="number" id="days" name="days" cam-variable-name="days" cam-variable-type="Long" value="3" min="1" required="required" />
  </div>
  <div class="form-group">
    <label for="kind">kind</label>
    <select class="form-control" id="kind" name="kind" cam-variable-name="kind" cam-variable-type="String"><option value="a" selected="selected">A</option><option value="b&quot;">b&quot;</option></select>
  </div>
  <div class="form-group">
    <label for="ok">ok</label>
    <input class="form-control" type="checkbox" id="ok" name="ok" cam-variable-name="ok" cam-variable-type="Boolean" checked="checked" />
  </div>
</form>
`)
})
