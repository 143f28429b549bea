import { Button, Input } from 'antd'
import { useState } from 'react'
import type { CalendarYear } from '../../api/calendar.ts'
import { withYear } from './year-json.ts'

const EXAMPLE = `{
  "year": 2027,
  "status": "official",
  "version": 1,
  "source": "国务院办公厅关于2027年部分节假日安排的通知",
  "holidays": [{ "name": "元旦", "from": "2027-01-01", "to": "2027-01-03" }],
  "makeUpWorkdays": ["2027-01-04"]
}`

/** Takes up the days of a year from data that somebody prepared. */
export function ImportYear({ years, onImport }: { years: CalendarYear[]; onImport: (years: CalendarYear[]) => void }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const take = () => {
    const found = withYear(years, text)
    setProblem(typeof found === 'string' ? found : null)
    if (typeof found === 'string') return
    onImport(found)
    setText('')
  }
  return (
    <>
      <label htmlFor="year-json" className="quiet">
        把一个年度的放假安排粘贴在这里(JSON)。已有的年度会被替换;内容在试算时检查。
      </label>
      <Input.TextArea
        id="year-json"
        rows={9}
        value={text}
        placeholder={EXAMPLE}
        status={problem === null ? undefined : 'error'}
        onChange={({ target }) => setText(target.value)}
        data-testid="year-json"
      />
      {problem && (
        <div className="field-problem" role="alert">
          {problem}
        </div>
      )}
      <div className="calendar-steps">
        <Button onClick={take} disabled={!text.trim()} data-testid="import-year">
          放入这一版
        </Button>
      </div>
    </>
  )
}
