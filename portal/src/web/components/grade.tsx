import { Tag, Tooltip } from 'antd'

const COLOURS: Record<string, string | undefined> = { A: 'success', B: 'processing', C: undefined, D: 'warning' }
const HINTS: Record<string, string> = {
  A: 'A 级:由部门核发,可以直接复用',
  B: 'B 级:窗口已核对原件,可以直接复用',
  C: 'C 级:申请人自行上传,须核对原件',
  D: 'D 级:申请人自行声明,不得复用',
}

/** Trust grade of a paper: letter, word and colour. */
export function Grade({ grade, text }: { grade: string; text: string }) {
  return (
    <Tooltip title={HINTS[grade]}>
      <Tag color={COLOURS[grade]} className="grade" data-testid={`grade-${grade}`}>
        {grade} {text}
      </Tag>
    </Tooltip>
  )
}
