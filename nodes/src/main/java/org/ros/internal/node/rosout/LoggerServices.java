package org.ros.internal.node.rosout;

import org.ros.exception.ServiceException;
import org.ros.node.ConnectedNode;
import roscpp.GetLoggers;
import roscpp.GetLoggersRequest;
import roscpp.GetLoggersResponse;
import roscpp.Logger;
import roscpp.SetLoggerLevel;
import roscpp.SetLoggerLevelRequest;
import roscpp.SetLoggerLevelResponse;

/** The services by which every node of ROS lets others see and set how much it logs. */
public final class LoggerServices {

  private LoggerServices() {}

  /** Serves them under the node's own name. */
  public static void start(ConnectedNode node, RosoutLog log) {
    node.<GetLoggersRequest, GetLoggersResponse>newServiceServer(
        "~get_loggers", GetLoggers._TYPE, (request, response) -> list(log, response));
    node.<SetLoggerLevelRequest, SetLoggerLevelResponse>newServiceServer(
        "~set_logger_level", SetLoggerLevel._TYPE, (request, response) -> set(log, request));
  }

  private static void list(RosoutLog log, GetLoggersResponse response) {
    Logger logger = new Logger();
    logger.setName(RosoutLog.NAME);
    logger.setLevel(log.level().label());
    response.getLoggers().add(logger);
  }

  private static void set(RosoutLog log, SetLoggerLevelRequest request) throws ServiceException {
    if (!request.getLogger().equals(RosoutLog.NAME)) {
      throw new ServiceException(
          "there is no logger '%s'; this node has '%s'"
              .formatted(request.getLogger(), RosoutLog.NAME));
    }
    log.setLevel(
        LogLevel.find(request.getLevel())
            .orElseThrow(
                () ->
                    new ServiceException(
                        "'"
                            + request.getLevel()
                            + "' is none of debug, info, warn, error, fatal")));
  }
}
