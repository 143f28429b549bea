/** A decision table with one input and one output, no rules yet, as DMN 1.3. @param key id that the model calls it by */
export function newDecision(key: string, name: string): string {
  const [id, title] = [escaped(key), escaped(name)]
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${id}-definitions" name="${title}" namespace="http://lianban/decision">
  <decision id="${id}" name="${title}">
    <decisionTable id="${id}-table" hitPolicy="FIRST">
      <input id="${id}-input" label="条件">
        <inputExpression id="${id}-expression" typeRef="number"><text></text></inputExpression>
      </input>
      <output id="${id}-output" label="结果" name="result" typeRef="string" />
    </decisionTable>
  </decision>
</definitions>
`
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
