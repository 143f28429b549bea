import { theme as antd, type ThemeConfig } from 'antd'

export type Mode = 'light' | 'dark'

const PRIMARY = '#1d5fb8'
/** On dark paper the same blue, light enough for text (WCAG AA). */
const PRIMARY_ON_DARK = '#5b9bea'
const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
const MONO = 'ui-monospace, SFMono-Regular, Consolas, "Noto Sans Mono CJK SC", monospace'
const LARGE_TYPE = 1.25

/** Papers and borders of good, doubtful and bad news; what antd derives from our sober colours is too muddy. */
const LIGHT_PAPERS = {
  colorSuccessBg: '#eef7f0',
  colorSuccessBorder: '#b5dbc0',
  colorWarningBg: '#fff8e8',
  colorWarningBorder: '#ecd29c',
  colorErrorBg: '#fdf1ef',
  colorErrorBorder: '#f0c4be',
  colorInfoBg: '#eef4fc',
  colorInfoBorder: '#bcd3f0',
}

interface Appearance {
  mode: Mode
  /** Base size in pixels: 14 at desks, 16 for applicants. */
  fontSize: number
  largeType: boolean
}

/** The name of the class that carries antd's tokens as CSS variables (`--ant-…`) for this appearance. */
export const themeClass = ({ mode, fontSize, largeType }: Appearance): string => `lb-${mode}-${fontSize}${largeType ? '-large' : ''}`

/** The one antd theme of the application. */
export function themeOf(appearance: Appearance): ThemeConfig {
  const { mode, fontSize, largeType } = appearance
  const scale = largeType ? LARGE_TYPE : 1
  const dark = mode === 'dark'
  return {
    cssVar: { key: themeClass(appearance) },
    hashed: false,
    algorithm: dark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: dark ? PRIMARY_ON_DARK : PRIMARY,
      colorInfo: dark ? PRIMARY_ON_DARK : PRIMARY,
      colorLink: dark ? PRIMARY_ON_DARK : PRIMARY,
      colorError: dark ? '#f0766b' : '#c0362c',
      colorSuccess: dark ? '#5cb87a' : '#2d7d46',
      colorWarning: dark ? '#e0a340' : '#a86100',
      ...(dark ? {} : LIGHT_PAPERS),
      colorTextBase: dark ? '#e6e9ed' : '#1a1f26',
      colorBgBase: dark ? '#15181c' : '#ffffff',
      colorTextPlaceholder: dark ? '#8d949e' : '#6e7681',
      // Help below a field and steps that are still to come are read as well.
      colorTextDescription: dark ? '#a3abb5' : '#5a626d',
      fontFamily: FONT,
      fontFamilyCode: MONO,
      fontSize: Math.round(fontSize * scale),
      controlHeight: Math.round((fontSize + 18) * scale),
      // Headings of a form's sections, the same as a card's.
      fontSizeHeading4: Math.round(fontSize * scale * 1.2),
      borderRadius: 6,
      wireframe: false,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Table: { headerBg: 'transparent', headerSplitColor: 'transparent', cellPaddingBlock: 10 },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', ...(dark ? { primaryColor: '#0d1b2e' } : {}) },
      Tabs: { titleFontSize: Math.round(fontSize * scale) },
    },
  }
}
