import { CloseCircleFilled } from '@ant-design/icons'

/** antd's button that empties an input, named in Chinese. */
export const CLEAR = { clearIcon: <CloseCircleFilled aria-label="清除" /> }
