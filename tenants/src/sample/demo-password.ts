/** The one password of all demo accounts. For trying the software only: a county that goes live loads no sample. */
export const DEMO_PASSWORD = 'Lianban@2026'
