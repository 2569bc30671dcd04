/** How many processes replay test files side by side; 0: the command's own process does. */
export interface Jobs {
  readonly most: number
  /** From how many test files on there are that many processes. */
  readonly fromFiles: number
  /** How many there are for fewer files. */
  readonly least: 0 | 1
}

export const processesFor = (files: number, { most, fromFiles, least }: Jobs): number =>
  files >= fromFiles ? most : least
