import type { TaskName } from "./shard-events.ts";

/** The tasks of a thread as numbers, for they are told of in every message. */
export class TaskNumbers {
  readonly #numbers = new Map<string, number>();
  readonly #free: number[] = [];
  #news: (readonly [number, TaskName])[] = [];

  /** The task's number; a new task takes one that is free. */
  of(task: TaskName): number {
    const known = this.#numbers.get(task.taskId);
    if (known !== undefined) return known;
    const number = this.#free.pop() ?? this.#numbers.size;
    this.#numbers.set(task.taskId, number);
    this.#news.push([number, task]);
    return number;
  }

  /** Numbers that have another task since the last call. */
  takeNews(): readonly (readonly [number, TaskName])[] {
    const news = this.#news;
    this.#news = [];
    return news;
  }

  /** The task is not told of any more, nor is anything of it on its way. @returns the number that is free now */
  forget(taskId: string): number | undefined {
    const number = this.#numbers.get(taskId);
    if (number === undefined) return undefined;
    this.#numbers.delete(taskId);
    this.#free.push(number);
    return number;
  }
}
