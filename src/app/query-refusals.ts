import { ApiError } from "../api/index.ts";
import { AppError } from "../base/index.ts";

// What is wrong with a time, a selector or a resolution is the caller's to change: 400 with its remedy.

/** The refusal that an error of a query means; another error as it is. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof AppError) || error instanceof ApiError || !error.code.startsWith("query."))
    return error;
  return new ApiError(400, error.code, error.message, { remedy: error.remedy, cause: error });
}

/** @throws {ApiError} 400 for what the query refuses */
export function refusing<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw refusalOf(error);
  }
}

/** The same for an answer that takes time. @throws {ApiError} 400 for what the query refuses */
export async function refusingLater<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw refusalOf(error);
  }
}
