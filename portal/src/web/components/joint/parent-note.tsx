import { Alert } from 'antd'
import { Link } from 'react-router-dom'
import type { ParentCase } from '../../api/joint.ts'
import { CopyCode } from '../copy-code.tsx'

/** Of what this case is a part, with the way there for whoever may read it. */
export function ParentNote({ parent, addressOf }: { parent: ParentCase | null; addressOf: (id: string) => string }) {
  if (!parent) return null
  return (
    <Alert
      type="info"
      showIcon
      className="gap-below"
      data-testid="parent-note"
      message={
        <>
          本件是并联办件“{parent.name}”的一部分,
          <CopyCode code={parent.caseNo} label="并联办件编号" />
          {parent.id !== null && (
            <>
              {' '}
              <Link to={addressOf(parent.id)}>查看全部事项</Link>
            </>
          )}
        </>
      }
    />
  )
}
