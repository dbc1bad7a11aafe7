package org.ros.node.service;

import org.ros.exception.ServiceException;

/**
 * Answers requests. Runs on the node's executor, so it may wait; requests of several callers are
 * answered at the same time.
 *
 * @param <T> the request's class
 * @param <S> the response's class
 */
@FunctionalInterface
public interface ServiceResponseBuilder<T, S> {

  /**
   * @param request its byte arrays are valid until this returns
   * @param response to be filled
   * @throws ServiceException to tell the caller that it cannot be done, and why; any other
   *     exception does so too, and is logged
   */
  void build(T request, S response) throws ServiceException;
}
